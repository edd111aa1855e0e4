import type { ImportOutcomeView } from "@larkbridge/contract";
import type { Records } from "../go-ldap-admin/to-records.ts";
import { count, plain, plural } from "../text.ts";

/** What an import did, or would do. */
export function renderImport(
  { people, groups }: ImportOutcomeView,
  passedOver: Pick<Records, "left" | "departments" | "unnamed" | "twice">,
  applied: boolean,
): string {
  const number = (outcome: ImportOutcomeView["people"][number]["outcome"]) =>
    count(people.filter((person) => person.outcome === outcome).length);
  const [created, changed] = (["created", "changed"] as const).map(
    (outcome) => groups.filter((group) => group.outcome === outcome).length,
  );
  // Before it is applied, members who are still to be created are known to nobody.
  const added = groups.reduce((sum, group) => sum + group.added + (applied ? 0 : group.unknown.length), 0);
  const lines = [
    applied ? "Taken over:" : "Taking this over would give:",
    `  people  ${number("created")} created, ${number("linked")} linked, ${number("unchanged")} unchanged, ${number("refused")} refused`,
    `  groups  ${count(created ?? 0)} created, ${count(changed ?? 0)} changed, ${plural(added, "member", "members")} added`,
  ];
  const { left, departments, unnamed, twice } = passedOver;
  const others = [
    ...(left > 0 ? [`${plural(left, "person", "people")} who left`] : []),
    ...(departments > 0 ? [`${plural(departments, "department", "departments")}, which the next sync brings`] : []),
    ...(unnamed > 0 ? [`${plural(unnamed, "row", "rows")} without a username`] : []),
    ...(twice.length > 0 ? [`second accounts of one person: ${plain(twice.join(", "))}`] : []),
  ];
  if (others.length > 0) lines.push("", `Passed over: ${others.join("; ")}.`);
  const told = people.filter(({ code }) => code !== null);
  if (told.length > 0) lines.push("");
  for (const { outcome, code, message, cure } of told)
    lines.push(`${outcome} ${code}: ${plain(message ?? "")}`, `  ${plain(cure ?? "")}`);
  const unknown = groups.filter((group) => group.unknown.length > 0 && applied);
  for (const group of unknown) lines.push(`${plain(group.name)}: nobody is called ${plain(group.unknown.join(", "))}.`);
  if (!applied) lines.push("", "Nothing was written. Add --apply to take it over, then run a sync.");
  else lines.push("", "Run a sync now: it finds the linked people again and brings departments.");
  return lines.join("\n");
}
