import { type Kysely, sql } from "kysely";
import { z } from "zod";
import type { Instant } from "../../core/kernel/ids.ts";
import { type BuiltInTemplate, builtInTemplates } from "../../core/notify/built-in-templates.ts";
import type { Template } from "../../core/notify/template.ts";
import type { Database } from "../../platform/db/open-database.ts";
import type { StoredTemplate } from "./ports.ts";

const texts = z.strictObject({
  title: z.string(),
  body: z.string(),
  button: z.strictObject({ label: z.string(), url: z.string() }).nullable(),
});
const stored = z.strictObject({
  format: z.enum(["text", "post", "card"]),
  texts: z.strictObject({ en: texts, zh: texts }),
});

const builtIns: Readonly<Record<string, BuiltInTemplate>> = builtInTemplates;

/** The built-in template of a name. */
export function findBuiltIn(name: string): BuiltInTemplate | undefined {
  return Object.hasOwn(builtIns, name) ? builtIns[name] : undefined;
}

/** Every template by name, built-in ones and the operators'. */
export async function readTemplates(db: Kysely<Database>): Promise<ReadonlyMap<string, StoredTemplate>> {
  const { rows } = await sql<{ name: string; template: unknown; updated_at: Date }>`
    select name, template, updated_at from message_template`.execute(db);
  const all = new Map<string, StoredTemplate>();
  for (const [name, { format, texts: words }] of Object.entries(builtIns))
    all.set(name, { name, format, texts: words, builtIn: true, changed: false, updatedAt: null });
  for (const { name, template, updated_at } of rows)
    all.set(name, {
      ...stored.parse(template),
      name,
      builtIn: findBuiltIn(name) !== undefined,
      changed: true,
      updatedAt: updated_at.toISOString() as Instant,
    });
  return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export async function writeTemplate(
  tx: Kysely<Database>,
  name: string,
  { format, texts: words }: Template,
  now: Instant,
): Promise<void> {
  await sql`
    insert into message_template (name, template, updated_at)
    values (${name}, ${JSON.stringify({ format, texts: words })}::jsonb, ${now}::timestamptz)
    on conflict (name) do update set template = excluded.template, updated_at = excluded.updated_at`.execute(tx);
}

export async function deleteTemplate(tx: Kysely<Database>, name: string): Promise<void> {
  await sql`delete from message_template where name = ${name}`.execute(tx);
}
