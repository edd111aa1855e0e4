import type { App } from "../apps/app.ts";
import { KNOWN_SCOPES, LEGACY_AS_APP } from "../apps/scopes.ts";
import { readVisibility } from "../apps/visibility.ts";
import type { Department } from "../tenant/department.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { UserState } from "../tenant/tenant-change.ts";
import { departmentEventObject } from "./department-event.ts";
import { differingKeys, pickKeys } from "./difference.ts";
import { userEventObject } from "./user-event.ts";

/** Sets an event of an app on its way. */
export type Emit = (app: App, type: string, event: unknown) => void;

const SUBSCRIBING_SCOPES = ["contact:contact.base:readonly", ...LEGACY_AS_APP];
/** Any difference counts, also in what the app may not read. */
const EVERYTHING = readVisibility(new Set(KNOWN_SCOPES));
/** E-mail and mobile changes come as events of their own (feishu-contract 8.4). */
const APART = ["email", "mobile"];

type Changed =
  | { readonly kind: "user"; readonly user: number; readonly before: UserState | undefined }
  | { readonly kind: "department"; readonly index: number; readonly before: Department | undefined };

/**
 * Turns changes of the tenant into contact events of every app that may hear of them. What one request changes in a record
 * is one change: records are compared, before and after, once the request is done.
 */
export class ContactEvents {
  readonly #tenant: Tenant;
  readonly #apps: ReadonlyMap<string, App>;
  readonly #emit: Emit;
  #changed = new Map<string, Changed>();

  constructor(tenant: Tenant, apps: ReadonlyMap<string, App>, emit: Emit) {
    this.#tenant = tenant;
    this.#apps = apps;
    this.#emit = emit;
    tenant.observe((change) => {
      if (change.kind === "user") this.#note(`u${change.user}`, change);
      else this.#note(`d${change.department}`, { kind: "department", index: change.department, before: change.before });
    });
  }

  #note(key: string, changed: Changed): void {
    if (this.#changed.size === 0) queueMicrotask(() => this.#flush());
    if (!this.#changed.has(key)) this.#changed.set(key, changed);
  }

  #flush(): void {
    const changes = this.#changed;
    this.#changed = new Map();
    const apps = [...this.#apps.values()].filter(mayHear);
    if (apps.length === 0) return;
    for (const changed of changes.values()) {
      if (changed.kind === "user") this.#tellOfUser(apps, changed.user, changed.before);
      else this.#tellOfDepartment(apps, changed.index, changed.before);
    }
  }

  #tellOfUser(apps: readonly App[], user: number, before: UserState | undefined): void {
    const after = this.#tenant.stateOf(user);
    const wasThere = before !== undefined && !before.person.status.is_resigned;
    const isThere = !after.person.status.is_resigned;
    for (const app of apps) {
      if (!app.range.coversUser(user)) continue;
      const render = (state: UserState) => userEventObject(app.ids, app.visibility, user, state);
      if (wasThere && isThere) this.#tellOfEdit(app, user, before, after);
      else if (isThere) this.#emit(app, "contact.user.created_v3", { object: render(after) });
      else if (wasThere) {
        const { department_ids, ...object } = render(after);
        const gone = department_ids === undefined ? {} : { department_ids };
        const emptied = department_ids === undefined ? object : { ...object, department_ids: [], orders: [] };
        this.#emit(app, "contact.user.deleted_v3", {
          object: emptied,
          old_object: { ...gone, open_id: object.open_id },
        });
      }
    }
  }

  #tellOfEdit(app: App, user: number, before: UserState, after: UserState): void {
    const full = (state: UserState) => userEventObject(app.ids, EVERYTHING, user, state);
    const keys = differingKeys(full(before), full(after));
    if (keys.length === 0) return;
    const object = userEventObject(app.ids, app.visibility, user, after);
    const old = userEventObject(app.ids, app.visibility, user, before);
    const together = keys.filter((key) => !APART.includes(key));
    const groups = [
      ...(together.length > 0 ? [together] : []),
      ...APART.filter((key) => keys.includes(key)).map((key) => [key]),
    ];
    for (const group of groups) {
      const shown = group.filter((key) => key !== "enterprise_email");
      this.#emit(app, "contact.user.updated_v3", { object, old_object: pickKeys(old, shown) });
    }
  }

  #tellOfDepartment(apps: readonly App[], index: number, before: Department | undefined): void {
    const after = this.#tenant.departments[index] as Department;
    const wasThere = before !== undefined && !before.deleted;
    for (const app of apps) {
      if (!this.#covers(app, index)) continue;
      const render = (department: Department) =>
        departmentEventObject(this.#tenant, app.ids, app.visibility, index, department);
      if (wasThere && after.deleted) {
        const object = render(after);
        const old_object = { status: { is_deleted: false }, open_department_id: object.open_department_id };
        this.#emit(app, "contact.department.deleted_v3", { object, old_object });
      } else if (!wasThere && !after.deleted) {
        this.#emit(app, "contact.department.created_v3", { object: render(after) });
      } else if (wasThere) this.#tellOfDepartmentEdit(app, index, before, after);
    }
  }

  #tellOfDepartmentEdit(app: App, index: number, before: Department, after: Department): void {
    const render = (department: Department, all: boolean) =>
      departmentEventObject(this.#tenant, app.ids, all ? EVERYTHING : app.visibility, index, department);
    const keys = differingKeys(render(before, true), render(after, true));
    if (keys.length === 0) return;
    const old_object = pickKeys(render(before, false), keys);
    this.#emit(app, "contact.department.updated_v3", { object: render(after, false), old_object });
  }

  /** A department that is gone counts where it was. */
  #covers(app: App, index: number): boolean {
    const { choice } = app.range;
    if (choice.type === "all") return true;
    for (let at: number | undefined = index; at !== undefined && at !== 0; ) {
      if (choice.departments.includes(at) || app.range.coversDepartment(at)) return true;
      const department: Department | undefined = this.#tenant.departments[at];
      // Above a department that exists, the range has said all it knows.
      at = department?.deleted === true ? department.parent : undefined;
    }
    return false;
  }
}

/** An app hears of people and departments while it is subscribed and holds a scope that lets it be. */
function mayHear(app: App): boolean {
  return app.push.events.mode !== "off" && SUBSCRIBING_SCOPES.some((scope) => app.granted.has(scope));
}
