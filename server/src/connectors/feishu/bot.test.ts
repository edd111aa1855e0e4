import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Rehearsal, rehearse, type TrueUser } from "../../../test/support/feishu-emulator.ts";
import type { OpenId } from "../../core/kernel/ids.ts";
import { outcomeOf } from "./bot.ts";
import { FeishuFailure } from "./failure.ts";

let rehearsal: Rehearsal;
let people: readonly TrueUser[];
const signal = new AbortController().signal;
const text = (words: string) => ({ type: "text", content: JSON.stringify({ text: words }) }) as const;

beforeAll(async () => {
  rehearsal = await rehearse({
    users: 40,
    departments: 3,
    memberships: 40,
    unactivated: 1,
    unjoined: 1,
    frozen: 1,
    exited: 1,
  });
  people = (await rehearsal.truth()).users;
});
afterAll(() => rehearsal.emulator.close());

describe("the bot", () => {
  it("sends by open_id and by address, and the same uuid is one message", async () => {
    const connector = rehearsal.connect();
    const person = people.find(({ listed, email, status }) => listed && email && status["is_activated"]);
    const to = { kind: "open_id", id: person?.open_id as OpenId } as const;
    const first = await connector.sendMessage({ to, payload: text("a"), uuid: "u-1" }, signal);
    const again = await connector.sendMessage({ to, payload: text("a"), uuid: "u-1" }, signal);
    expect(first).toMatchObject({ kind: "sent" });
    expect(again).toEqual(first);
    const byMail = { kind: "email", id: person?.email ?? "" } as const;
    expect(await connector.sendMessage({ to: byMail, payload: text("b"), uuid: "u-2" }, signal)).toMatchObject({
      kind: "sent",
    });
    const unknown = { kind: "email", id: "nobody@example.com" } as const;
    expect(await connector.sendMessage({ to: unknown, payload: text("b"), uuid: "u-3" }, signal)).toMatchObject({
      kind: "refused",
    });
    connector.close();
  });

  it("is given a new token where Feishu refuses the one it has, and asks once more", async () => {
    const connector = rehearsal.connect();
    const to = { kind: "open_id", id: people.find(({ listed }) => listed)?.open_id as OpenId } as const;
    await connector.sendMessage({ to, payload: text("a"), uuid: "t-1" }, signal);
    await rehearsal.control("POST", "/tokens/revoke");
    expect(await connector.sendMessage({ to, payload: text("a"), uuid: "t-2" }, signal)).toMatchObject({
      kind: "sent",
    });
    connector.close();
  });

  it("tells what people are in Feishu, and of those it may not see that it does not know", async () => {
    const connector = rehearsal.connect();
    const states = await connector.readPersonStates(
      people.map(({ open_id }) => open_id as OpenId),
      signal,
    );
    const stateOf = (flag: string) =>
      states.get(people.find(({ listed, status }) => listed && status[flag] === true)?.open_id as OpenId);
    expect(stateOf("is_frozen")).toBe("frozen");
    expect(stateOf("is_unjoin")).toBe("not_joined");
    expect(stateOf("is_exited")).toBe("left");
    expect([...states.values()].filter((state) => state === "not_activated")).toHaveLength(1);
    await rehearsal.control("PUT", "/scopes", { granted: ["im:message:send_as_bot"] });
    const blind = await connector.readPersonStates([people[0]?.open_id as OpenId], signal);
    expect([...blind.values()]).toEqual(["unknown"]);
    await rehearsal.control("PUT", "/scopes", { set: "full" });
    connector.close();
  });
});

describe("a failure", () => {
  it("tells whether the message may have arrived", () => {
    const arrivedAfter = (failure: FeishuFailure) => {
      const outcome = outcomeOf(failure);
      return outcome.kind === "later" ? outcome.arrived : outcome.kind;
    };
    expect(arrivedAfter(new FeishuFailure("feishu_timeout"))).toBe("maybe");
    expect(arrivedAfter(new FeishuFailure("feishu_server_error", { status: 500 }))).toBe("maybe");
    expect(arrivedAfter(new FeishuFailure("feishu_answer_invalid"))).toBe("maybe");
    expect(arrivedAfter(new FeishuFailure("feishu_unreachable", { cause: "ECONNRESET" }))).toBe("maybe");
    expect(arrivedAfter(new FeishuFailure("feishu_unreachable", { cause: "ECONNREFUSED" }))).toBe("no");
    expect(arrivedAfter(new FeishuFailure("feishu_rate_limited", {}, 500))).toBe("no");
    expect(arrivedAfter(new FeishuFailure("feishu_request_refused", { feishu_code: 230020 }))).toBe("no");
    expect(arrivedAfter(new FeishuFailure("feishu_app_disabled"))).toBe("stopped");
    expect(arrivedAfter(new FeishuFailure("feishu_quota_exhausted"))).toBe("stopped");
    expect(arrivedAfter(new FeishuFailure("feishu_user_gone"))).toBe("refused");
  });
});
