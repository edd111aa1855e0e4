import type { Json } from "../../core/kernel/json.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { toFieldView } from "../directory/index.ts";
import type { ClaimedDelivery } from "./delivery-store.ts";
import { TEST_EVENT } from "./ports.ts";
import { readSubjects } from "./subject-reader.ts";

type Db = OpenDatabase["kysely"];
type Fields = { readonly [key: string]: Json };

/** Reads how many messages of a notification ended how; undefined when nobody knows it any more. */
export type ReadNotificationCounts = (db: Db, id: string) => Promise<{ readonly [state: string]: number } | undefined>;

/**
 * Makes the bodies that deliveries are sent with, in their order. What is told is true at the time of sending; of a person or department little more
 * than which it is, since whoever may know more can ask for it.
 */
export async function composeBodies(
  db: Db,
  deliveries: readonly ClaimedDelivery[],
  readNotificationCounts: ReadNotificationCounts,
): Promise<readonly string[]> {
  const idsOf = (key: string) => deliveries.flatMap(({ payload }) => textOf(payload[key]));
  const subjects = await readSubjects(db, idsOf("userId"), idsOf("departmentId"));
  const dataOf = async ({ event, payload }: ClaimedDelivery): Promise<Fields> => {
    const [notificationId] = textOf(payload["notificationId"]);
    if (notificationId !== undefined)
      return { id: notificationId, counts: (await readNotificationCounts(db, notificationId)) ?? null };
    const [userId] = textOf(payload["userId"]);
    const id = userId ?? textOf(payload["departmentId"])[0];
    if (id === undefined) return {};
    const unknown: Fields = userId === undefined ? { name: null, status: null } : { username: null, status: null };
    return {
      id,
      ...(subjects.get(id) ?? unknown),
      ...(event.endsWith(".updated") ? { changed: namesOf(payload["changed"]) } : {}),
      revision: revisionOf(payload["revision"]),
      run_id: payload["runId"] ?? null,
    };
  };
  const bodies: string[] = [];
  for (const delivery of deliveries) {
    const data = delivery.event === TEST_EVENT ? {} : await dataOf(delivery);
    bodies.push(JSON.stringify({ type: delivery.event, timestamp: delivery.occurredAt, data }));
  }
  return bodies;
}

function textOf(value: Json | undefined): readonly string[] {
  return typeof value === "string" ? [value] : [];
}

/** As text, like every number that may grow beyond what JavaScript counts. */
function revisionOf(value: Json | undefined): string | null {
  return typeof value === "number" ? String(value) : null;
}

/** The names fields have in the API. */
function namesOf(changed: Json | undefined): readonly string[] {
  const keys = Array.isArray(changed) ? changed.flatMap(textOf) : [];
  const named = Object.keys(toFieldView(Object.fromEntries(keys.map((key) => [key, null]))) ?? {});
  return named.map((name) => (name === "link" ? "feishu" : name)).sort();
}
