import fc from "fast-check";
import { expect, test } from "vitest";
import { setWebhookStage, someone, userEvent } from "../../../test/support/webhook-stage.ts";

const stage = setWebhookStage();
const HOUR = 3_600_000;

/** What happens: an event of one of three people, the receiver that fails for a while or is well, time that passes, a process that sends. */
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("event" as const), person: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("send" as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 1000, max: HOUR }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("receiver" as const), fails: fc.subarray([0, 1, 2]) }) },
);

test("whatever fails and when, each person's events arrive in their order, none is lost, and a repetition has its first id", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async (acts) => {
      await stage.database.pool.query("truncate webhook cascade");
      await stage.add(["user.updated"]);
      stage.receiver.received.length = 0;
      const people: string[] = [someone(), someone(), someone()];
      const happened: number[][] = [[], [], []];
      const arrived: number[][] = [[], [], []];
      const ids = new Map<string, string>();
      let fails: readonly number[] = [];
      stage.receiver.answer = ({ id, body }) => {
        const person = people.indexOf(String(body.data["id"]));
        const event = `${person}/${body.data["revision"]}`;
        if ((ids.get(event) ?? id) !== id) throw new Error("another id");
        ids.set(event, id);
        if (fails.includes(person)) return { status: 503 };
        arrived[person]?.push(Number(body.data["revision"]));
        return { status: 204 };
      };
      let revision = 0;
      for (const step of acts) {
        if (step.kind === "receiver") fails = step.fails;
        else if (step.kind === "wait") stage.clock.advance(step.ms);
        else if (step.kind === "send") await stage.deliver();
        else {
          revision += 1;
          happened[step.person]?.push(revision);
          await stage.happen(userEvent("user.updated", people[step.person] ?? "", { revision }));
        }
      }
      fails = [];
      for (let round = 0; round < 30 && arrived.flat().length < happened.flat().length; round += 1) {
        stage.clock.advance(10 * HOUR);
        await stage.deliver();
      }
      expect(arrived).toEqual(happened);
    }),
    { numRuns: 15 },
  );
}, 60_000);
