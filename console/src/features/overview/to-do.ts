/** What the overview knows of the installation; undefined while it is being read. */
export interface Situation {
  readonly configured: boolean;
  readonly hasDraft: boolean;
  readonly syncEnabled: boolean | undefined;
  /** What the last check of the connection found; null before the first. */
  readonly healthy: boolean | null | undefined;
  readonly everSynced: boolean | undefined;
  readonly waitingRuns: readonly string[];
  readonly conflicts: number;
}

/** One thing that waits for a human, and where it is done. */
export interface ToDo {
  readonly key: "connect" | "finishDraft" | "decide" | "repair" | "switchOnSync" | "firstSync" | "resolveConflicts";
  readonly to: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** The next things to do, the most pressing first. Without a connection there is only one. */
export function toDos(now: Situation): readonly ToDo[] {
  if (!now.configured) {
    const to = "/integrations/feishu/setup";
    return [now.hasDraft ? { key: "finishDraft", to } : { key: "connect", to }];
  }
  const list: ToDo[] = now.waitingRuns.map((id) => ({ key: "decide", to: `/sync-runs/${id}`, values: { id } }));
  if (now.healthy === false) list.push({ key: "repair", to: "/integrations/feishu" });
  if (now.syncEnabled === false) list.push({ key: "switchOnSync", to: "/integrations/feishu" });
  if (now.syncEnabled && now.everSynced === false) list.push({ key: "firstSync", to: "/sync-plans/new" });
  if (now.conflicts > 0) list.push({ key: "resolveConflicts", to: "/bindings", values: { conflicts: now.conflicts } });
  return list;
}
