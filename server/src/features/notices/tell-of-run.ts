import type { NoticeName } from "../../core/notify/notices.ts";
import { describeReasons } from "../../core/notify/run-reasons.ts";
import { noticeOfRun, troubleOf } from "../../core/notify/run-trouble.ts";
import { askOperators } from "./ask-operators.ts";
import { readOperators } from "./listener-reader.ts";
import type { Db, NoticeParts } from "./ports.ts";
import { findRun, noteTold, type RunInShort } from "./run-store.ts";
import type { NoticeService } from "./service-reader.ts";

/** Tells operators how a run ended, where that is news; a held one is a question to them. */
export async function tellOfRun(
  tx: Db,
  parts: NoticeParts,
  service: NoticeService,
  runId: string,
  isTold: (notice: NoticeName) => boolean,
): Promise<void> {
  // As it is now: a run that was decided in the meantime asks nobody.
  const run = await findRun(tx, runId);
  if (run === undefined || run.connectionId !== service.connectionId) return;
  const notice = noticeOfRun(run.status);
  if (notice === null || !isTold(notice)) return;
  if (notice === "sync_waiting") return askOperators(tx, parts, service, run);
  const now = parts.clock.now();
  if (!(await noteTold(tx, run, { notice, trouble: troubleOf(run), now }))) return;
  const operators = await readOperators(tx, service.connectionId);
  const values = valuesOf(run, await parts.publicUrl());
  // One object: what is stored of it is stored once.
  const content = { kind: "template", template: notice, values } as const;
  await parts.queueMessages(
    tx,
    operators.map(({ id }) => ({
      key: `notice/${notice}/${run.id}/${id}`,
      sender: { kind: "notice", notice },
      recipient: id,
      content,
      notificationId: null,
      expiresAt: null,
    })),
  );
}

function valuesOf(run: RunInShort, url: string) {
  return {
    run: run.id,
    run_url: `${url}/sync-runs/${run.id}`,
    failed: String(run.failed),
    reasons_en: describeReasons(run.reasonCodes, "en"),
    reasons_zh: describeReasons(run.reasonCodes, "zh"),
  };
}
