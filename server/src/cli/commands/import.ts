import { type ImportedGroupView, type ImportedPersonView, type ImportOutcomeView, routes } from "@larkbridge/contract";
import type { Command } from "commander";
import { onAction, type Setup } from "../command.ts";
import type { GlobalOptions } from "../context.ts";
import { EXIT } from "../exit-status.ts";
import { readDatabase } from "../go-ldap-admin/read-database.ts";
import { toRecords } from "../go-ldap-admin/to-records.ts";
import { renderImport } from "../render/import.ts";

/** People and members of one request; a request stays well below what the server takes. */
const PEOPLE = 100;
const MEMBERS = 1000;

interface ImportOptions extends GlobalOptions {
  readonly apply?: boolean;
  readonly flag: string;
}

/** Adds `import go-ldap-admin`. */
export function addImportCommands(program: Command, setup: Setup): void {
  const imports = program.command("import").description("take over people and groups of another system");
  onAction<ImportOptions>(
    imports
      .command("go-ldap-admin")
      .description(
        "show what taking over a go-ldap-admin would do: people, links to Feishu and groups, never passwords",
      )
      .argument("<file>", "a dump by mysqldump, or its SQLite file")
      .option("--apply", "take it over; what was taken over before stays as it is")
      .option("--flag <flag>", "`feishu.flag` of its configuration", "feishu"),
    setup,
    async ({ output, client }, { apply = false, flag }, file) => {
      const records = toRecords(await readDatabase(file as string), flag);
      const route = apply ? routes.importRecords : routes.previewImport;
      const outcome: { people: ImportOutcomeView["people"]; groups: ImportOutcomeView["groups"] } = {
        people: [],
        groups: [],
      };
      for (const people of slices(records.people, PEOPLE)) {
        const done = await client().call(route, { body: { people: [...people] } });
        outcome.people.push(...done.people);
        output.progress(`${outcome.people.length} of ${records.people.length} people`);
      }
      for (const group of batches(records.groups, admitted(records.people, outcome.people))) {
        const done = await client().call(route, { body: { groups: [group] } });
        outcome.groups.push(...done.groups);
      }
      const { left, departments, unnamed, twice } = records;
      const passedOver = { left, departments, unnamed, twice };
      if (output.json) output.printJson({ applied: apply, ...outcome, passed_over: passedOver });
      else output.print(renderImport(outcome, passedOver, apply));
      const isWhole = outcome.people.every((person) => person.outcome !== "refused");
      return apply && !isWhole ? EXIT.partiallySucceeded : EXIT.done;
    },
  );
}

/** Usernames of those who are, or will be, in the directory under that name. */
function admitted(people: readonly ImportedPersonView[], outcomes: ImportOutcomeView["people"]): ReadonlySet<string> {
  return new Set(people.map(({ username }) => username).filter((_, at) => outcomes[at]?.outcome !== "refused"));
}

function* batches(groups: readonly ImportedGroupView[], usernames: ReadonlySet<string>): Iterable<ImportedGroupView> {
  for (const group of groups) {
    const members = [...new Set(group.members)].filter((member) => usernames.has(member));
    if (members.length === 0) yield { ...group, members };
    for (const some of slices(members, MEMBERS)) yield { ...group, members: [...some] };
  }
}

function* slices<Item>(items: readonly Item[], size: number): Iterable<readonly Item[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
