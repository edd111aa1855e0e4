import { callJson } from "../support/http.ts";

/** One thing that happens in Feishu, and how it shows with us. */
export type Change =
  | { readonly kind: "update" | "move" | "join"; readonly mark: string; readonly openId: string | null }
  | { readonly kind: "leave"; readonly openId: string };

/** A line of the emulator's snapshot. */
type Line =
  | { readonly kind: "department"; readonly open_department_id: string }
  | {
      readonly kind: "user";
      readonly open_id: string;
      readonly listed: boolean;
      readonly status: { readonly is_activated: boolean; readonly is_frozen: boolean; readonly is_exited: boolean };
    };

/** Makes things happen in an emulator: nine of ten are updates and moves, the rest joins and leaves by turns. */
export interface Company {
  /** Lets the next thing happen; resolves once Feishu has it, which is when its event leaves. */
  happen(number: number): Promise<Change>;
  /** Those who will leave, in their order. */
  readonly leavers: readonly string[];
}

export async function readCompany(emulator: string, changes: number): Promise<Company> {
  const lines = (await (await fetch(`${emulator}/__emulator/snapshot`)).text()).split("\n").filter(Boolean);
  const records = lines.map((line) => JSON.parse(line) as Line);
  const people = records.flatMap((record) => (record.kind === "user" && isWorking(record) ? [record.open_id] : []));
  const departments = records.flatMap((record) => (record.kind === "department" ? [record.open_department_id] : []));
  const leavers = people.splice(0, Math.ceil(changes / 20));
  const control = <Answer>(method: string, path: string, body: unknown) =>
    callJson<Answer>(`${emulator}/__emulator${path}`, { method, body });
  const departmentOf = (number: number) => departments[(number * 7919) % departments.length] ?? "";
  let left = 0;

  return {
    leavers,
    async happen(number) {
      const mark = `bench-${number}`;
      if (number % 20 === 19) {
        const openId = leavers[left++] ?? "";
        await control("POST", `/users/${openId}/resign`, {});
        return { kind: "leave", openId };
      }
      if (number % 20 === 9) {
        const body = { name: `新人 ${number}`, job_title: mark, departments: [departmentOf(number)] };
        const { open_id: openId } = await control<{ open_id: string }>("POST", "/users", body);
        return { kind: "join", mark, openId };
      }
      const openId = people[number % people.length] ?? "";
      const kind = number % 3 === 0 ? "move" : "update";
      const move = kind === "move" ? { departments: [departmentOf(number)] } : {};
      await control("PATCH", `/users/${openId}`, { job_title: mark, ...move });
      return { kind, mark, openId };
    },
  };
}

function isWorking({ listed, status }: Line & { readonly kind: "user" }): boolean {
  return listed && status.is_activated && !status.is_frozen && !status.is_exited;
}
