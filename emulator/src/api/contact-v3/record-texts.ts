import { wireText } from "../../gateway/reply.ts";
import type { Tenant } from "../../tenant/tenant.ts";
import { departmentRecord, type RecordView } from "./department-record.ts";
import { userRecord } from "./user-record.ts";

/** Beyond this many kept records memory matters more than the second reading's speed. */
const MOST_KEPT = 150_000;

interface Kept {
  readonly users: Map<number, string>;
  readonly departments: Map<number, string>;
}

/** Records of lists as wire text, kept per app, id types and readable fields until anything in the tenant changes. */
export class RecordTexts {
  readonly #tenant: Tenant;
  readonly #views = new WeakMap<RecordView["visibility"], Map<string, Kept>>();
  #generation: object = {};
  readonly #generationOf = new WeakMap<Kept, object>();
  #kept = 0;

  constructor(tenant: Tenant) {
    this.#tenant = tenant;
    tenant.observe(() => this.#forget());
  }

  /** Functions that render the records of one view. */
  renderers(view: RecordView): { user(user: number): string; department(index: number): string } {
    const kept = this.#keptFor(view);
    return {
      user: (user) => this.#take(kept.users, user, () => wireText(userRecord(this.#tenant, view, user, "list"))),
      department: (index) =>
        this.#take(kept.departments, index, () => wireText(departmentRecord(this.#tenant, view, index))),
    };
  }

  #keptFor(view: RecordView): Kept {
    let byTypes = this.#views.get(view.visibility);
    if (byTypes === undefined) {
      byTypes = new Map();
      this.#views.set(view.visibility, byTypes);
    }
    const types = `${view.userIdType} ${view.departmentIdType}`;
    let kept = byTypes.get(types);
    if (kept === undefined || this.#generationOf.get(kept) !== this.#generation) {
      kept = { users: new Map(), departments: new Map() };
      this.#generationOf.set(kept, this.#generation);
      byTypes.set(types, kept);
    }
    return kept;
  }

  #take(texts: Map<number, string>, number: number, render: () => string): string {
    let text = texts.get(number);
    if (text === undefined) {
      text = render();
      if (this.#kept < MOST_KEPT) {
        texts.set(number, text);
        this.#kept += 1;
      }
    }
    return text;
  }

  #forget(): void {
    this.#generation = {};
    this.#kept = 0;
  }
}
