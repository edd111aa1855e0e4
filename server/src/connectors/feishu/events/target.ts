import type { OpenDepartmentId, OpenId } from "../../../core/kernel/ids.ts";
import type { EventTarget } from "../../../core/sync/looks.ts";

/** Printable ASCII without blanks: ids go into paths and keys. */
const ID = /^[\x21-\x7e]{1,128}$/;

/** The app sees others than before. Who, is for a whole reading to find out (feishu contract, trap 29). */
const RANGE_EVENTS = new Set(["contact.scope.updated_v3", "application.application.visibility.added_v6"]);

/**
 * Tells what an event is about (feishu contract 8.4). Its payload is not read beyond the id: it may be old, and fields are missing.
 *
 * @returns null where it is about nothing of the directory's; undefined where the id that its type promises is missing
 */
export function targetOf(type: string, event: { readonly [key: string]: unknown }): EventTarget | null | undefined {
  if (RANGE_EVENTS.has(type)) return { kind: "range" };
  if (/^contact\.user\.(?:created|updated|deleted)_v3$/.test(type)) {
    const openId = idOf(event, "open_id");
    return openId === undefined ? undefined : { kind: "user", openId: openId as OpenId };
  }
  if (/^contact\.department\.(?:created|updated|deleted)_v3$/.test(type)) {
    const id = idOf(event, "open_department_id");
    return id === undefined ? undefined : { kind: "department", openDepartmentId: id as OpenDepartmentId };
  }
  return null;
}

/** Deletions say less: the id may stand in the old state only (feishu contract, trap 26). */
function idOf(event: { readonly [key: string]: unknown }, key: string): string | undefined {
  for (const part of [event["object"], event["old_object"]]) {
    const id = (part as { readonly [key: string]: unknown } | null | undefined)?.[key];
    if (typeof id === "string" && ID.test(id)) return id;
  }
  return undefined;
}
