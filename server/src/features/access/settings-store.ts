import type { Kysely } from "kysely";
import type { Json } from "../../core/kernel/json.ts";
import { err, ok } from "../../core/kernel/result.ts";
import type { DB } from "../../platform/db/schema.ts";
import { appendAudit } from "../admin/index.ts";
import type { Declarable, InstallationSettings, Language, Settings } from "./ports.ts";

/** What a file or the environment says (product.md 5.9); it is stronger than the database. */
export interface DeclaredSettings {
  readonly publicUrl: string | undefined;
  readonly deletedDays: number;
  readonly ldapAppPasswordsOnly: boolean;
  readonly declared: readonly Declarable[];
  readonly allowInsecureHttp: boolean;
}

/** Settings of the installation: declared ones from the configuration, the others from the database. */
export function makeSettings(db: Kysely<DB>, given: DeclaredSettings): Settings {
  const read = async (on: Kysely<DB>): Promise<InstallationSettings> => {
    const row = await on.selectFrom("installation_setting").selectAll().executeTakeFirstOrThrow();
    const isDeclared = (name: Declarable) => given.declared.includes(name);
    return {
      publicUrl: isDeclared("public_url") ? (given.publicUrl ?? null) : row.public_url,
      language: row.language as Language | null,
      deletedDays: isDeclared("deleted_days") ? given.deletedDays : (row.deleted_days ?? given.deletedDays),
      ldapAppPasswordsOnly: isDeclared("ldap_app_passwords_only")
        ? given.ldapAppPasswordsOnly
        : (row.ldap_app_passwords_only ?? given.ldapAppPasswordsOnly),
      declared: given.declared,
    };
  };
  return {
    read: () => read(db),
    async change({ publicUrl, language, deletedDays, ldapAppPasswordsOnly }, actor) {
      const asked: [Declarable, unknown][] = [
        ["public_url", publicUrl],
        ["deleted_days", deletedDays],
        ["ldap_app_passwords_only", ldapAppPasswordsOnly],
      ];
      const refused = asked.find(([name, value]) => value !== undefined && given.declared.includes(name));
      if (refused) return err({ code: "setting_declared", detail: { setting: refused[0] } });
      if (publicUrl && !given.allowInsecureHttp && !isSafe(publicUrl)) return err({ code: "public_url_insecure" });
      return db.transaction().execute(async (tx) => {
        const before = await read(tx);
        const values = {
          ...(publicUrl === undefined ? {} : { public_url: publicUrl === null ? null : new URL(publicUrl).origin }),
          ...(language === undefined ? {} : { language }),
          ...(deletedDays === undefined ? {} : { deleted_days: deletedDays }),
          ...(ldapAppPasswordsOnly === undefined ? {} : { ldap_app_passwords_only: ldapAppPasswordsOnly }),
        };
        if (Object.keys(values).length > 0) await tx.updateTable("installation_setting").set(values).execute();
        const after = await read(tx);
        if (JSON.stringify(before) !== JSON.stringify(after))
          await appendAudit(tx, {
            actor,
            action: "settings.changed",
            objectKind: "installation",
            objectId: null,
            before: toAudited(before),
            after: toAudited(after),
          });
        return ok(after);
      });
    },
  };
}

function isSafe(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function toAudited(settings: InstallationSettings): Record<string, Json> {
  return {
    public_url: settings.publicUrl,
    language: settings.language,
    deleted_days: settings.deletedDays,
    ldap_app_passwords_only: settings.ldapAppPasswordsOnly,
  };
}
