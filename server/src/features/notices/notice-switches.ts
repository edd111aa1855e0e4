import type { Actor } from "../../core/kernel/actor.ts";
import type { NoticeName } from "../../core/notify/notices.ts";
import type { NoticeParts } from "./ports.ts";
import { findService } from "./service-reader.ts";
import { changeSwitches, type NoticeSwitch, readSwitches } from "./switch-store.ts";

/** The switches as operators see them. */
export interface SwitchedNotices {
  /** While message notifications are off, no notice is sent whatever its switch says. */
  readonly serviceEnabled: boolean;
  readonly notices: readonly NoticeSwitch[];
}

export interface NoticeSwitches {
  read(): Promise<SwitchedNotices>;
  change(changes: { readonly [notice in NoticeName]?: boolean | undefined }, actor: Actor): Promise<SwitchedNotices>;
}

export function makeNoticeSwitches({ database: { kysely } }: Pick<NoticeParts, "database">): NoticeSwitches {
  const shown = async (notices: readonly NoticeSwitch[]) => ({
    serviceEnabled: (await findService(kysely)) !== undefined,
    notices,
  });
  return {
    read: async () => shown(await readSwitches(kysely)),
    change: async (changes, actor) => shown(await changeSwitches(kysely, changes, actor)),
  };
}
