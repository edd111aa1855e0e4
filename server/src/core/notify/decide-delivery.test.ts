import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plus } from "../../platform/clock/clock.ts";
import type { Instant, OpenId } from "../kernel/ids.ts";
import type { Attempt } from "./attempt.ts";
import { secondsToWait } from "./decide-asking.ts";
import { hinderingVerdict, restAfter, verdictAfter } from "./decide-delivery.ts";
import { decideAddress, refusalOfState } from "./decide-recipient.ts";

const NOW = "2026-05-01T08:00:00.000Z" as Instant;
const at = (minutes: number) => plus(NOW, minutes * 60_000);
const words = { feishuCode: null, logId: null };
const later = (arrived: "no" | "maybe", waitMs: number | null = null): Attempt => ({
  ...{ kind: "later", cause: "feishu_timeout", arrived, waitMs },
  ...words,
});
const delivery = { attempts: 1, expiresAt: at(3 * 24 * 60), maybeSentAt: null };

describe("an attempt in vain", () => {
  it("is followed by another, later each time, and never sooner than Feishu asks", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 99].map(restAfter)).toEqual([
      1_000, 5_000, 30_000, 120_000, 600_000, 1_200_000, 1_200_000, 1_200_000,
    ]);
    const verdict = verdictAfter(delivery, later("no", 90_000), { begunAt: NOW, now: NOW }, plus);
    expect(verdict).toEqual({ state: "queued", cause: "feishu_timeout", dueAt: plus(NOW, 90_000), maybeSentAt: null });
  });

  it("that may have arrived starts the hour in which it may be repeated; one that did not, does not", () => {
    expect(verdictAfter(delivery, later("maybe"), { begunAt: NOW, now: at(1) }, plus)).toMatchObject({
      maybeSentAt: NOW,
    });
    const known = { ...delivery, maybeSentAt: at(-10) };
    expect(verdictAfter(known, later("maybe"), { begunAt: NOW, now: NOW }, plus)).toMatchObject({
      maybeSentAt: at(-10),
    });
    expect(verdictAfter(known, later("no"), { begunAt: NOW, now: NOW }, plus)).toMatchObject({ maybeSentAt: at(-10) });
  });

  it("is never repeated once Feishu might have forgotten the uuid", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom("no" as const, "maybe" as const), fc.integer({ min: 0, max: 20 })), {
          minLength: 1,
          maxLength: 60,
        }),
        (trouble) => {
          let now = NOW;
          let state = delivery as { attempts: number; expiresAt: Instant; maybeSentAt: Instant | null };
          let firstMaybe: Instant | null = null;
          for (const [arrived, delayMinutes] of trouble) {
            if (hinderingVerdict(state, now, plus) !== undefined) break;
            if (firstMaybe !== null) expect(now < plus(firstMaybe, 3600_000)).toBe(true);
            if (arrived === "maybe") firstMaybe ??= now;
            const verdict = verdictAfter(state, later(arrived), { begunAt: now, now }, plus);
            if (verdict.state !== "queued") {
              expect(verdict.state).toBe("unknown");
              break;
            }
            now = plus(verdict.dueAt ?? now, delayMinutes * 60_000);
            state = { ...state, attempts: state.attempts + 1, maybeSentAt: verdict.maybeSentAt };
          }
        },
      ),
    );
  });
});

describe("a message that waited too long", () => {
  it("expires, unless it may have arrived", () => {
    expect(hinderingVerdict(delivery, at(60), plus)).toBeUndefined();
    expect(hinderingVerdict({ ...delivery, expiresAt: NOW }, NOW, plus)).toMatchObject({ state: "expired" });
    const maybe = { ...delivery, expiresAt: NOW, maybeSentAt: at(-1) };
    expect(hinderingVerdict(maybe, NOW, plus)).toMatchObject({ state: "unknown", cause: "message_outcome_unknown" });
  });
});

describe("an address", () => {
  const person = { status: "active" as const, openId: "ou_1" as OpenId, feishuEmail: "wei@example.com" };
  const notice = (name: string) => ({ kind: "notice", notice: name }) as const;
  const byLink = { method: "account_binding", linksCount: true } as const;
  it.each([
    ["the link, where links count", person, byLink, { kind: "open_id", id: "ou_1" }],
    ["the address, without a link", { ...person, openId: null }, byLink, { kind: "email", id: "wei@example.com" }],
    ["the address, where links do not count", person, { ...byLink, linksCount: false }, { kind: "email" }],
    ["the address, where the method says so", person, { ...byLink, method: "email" }, { kind: "email" }],
    [
      "none, where the method asks for an address",
      { ...person, feishuEmail: null },
      { ...byLink, method: "email" },
      { cause: "message_recipient_without_email" },
    ],
    [
      "none, without either",
      { ...person, openId: null, feishuEmail: null },
      byLink,
      { cause: "message_recipient_not_linked" },
    ],
    ["none for the disabled", { ...person, status: "disabled" }, byLink, { cause: "message_recipient_disabled" }],
    ["none for the deleted", { ...person, status: "deleted" }, byLink, { cause: "message_recipient_deleted" }],
  ] as const)("is %s", (_, recipient, route, wanted) => {
    expect(decideAddress(recipient, route, notice("welcome"))).toMatchObject(wanted);
  });

  it("of a disabled account is used to say just that, a deleted one's never", () => {
    const telling = notice("account_disabled");
    expect(decideAddress({ ...person, status: "disabled" }, byLink, telling)).toMatchObject({ kind: "open_id" });
    expect(decideAddress({ ...person, status: "deleted" }, byLink, telling)).toMatchObject({ kind: "none" });
    expect(refusalOfState("frozen", telling)).toBeUndefined();
    expect(refusalOfState("frozen", notice("welcome"))).toBe("message_recipient_frozen");
    expect(refusalOfState("unknown", notice("welcome"))).toBeUndefined();
  });
});

describe("a sender's limit", () => {
  const since = (then: Instant) => Date.parse(NOW) - Date.parse(then);
  const asked = (count: number, messages: number) =>
    Array.from({ length: count }, (_, index) => ({ at: plus(NOW, -30_000 - (count - index)), messages }));
  it("admits sixty calls a minute and fifty thousand messages an hour, and says how long to wait", () => {
    expect(secondsToWait(asked(59, 1), 1, since)).toBe(0);
    expect(secondsToWait(asked(60, 1), 1, since)).toBe(30);
    expect(secondsToWait(asked(1, 50_000), 1, since)).toBe(3570);
    expect(secondsToWait([], 50_000, since)).toBe(0);
  });
});
