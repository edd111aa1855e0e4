import type { z } from "zod";
import { closest } from "./closest.ts";
import type { ConfigKey } from "./keys.ts";
import type { Locate } from "./locate.ts";
import type { ConfigMistake, Described } from "./mistakes.ts";

/**
 * Words a finding about an item of a list, such as `ldap.targets.0.port`. Values of items are never repeated: a misplaced one may
 * be a secret. The whole list is taken out, so that the rest can be looked at.
 */
export function describeItem(
  issue: z.core.$ZodIssue,
  list: ConfigKey,
  items: readonly ConfigKey[],
  locate: Locate,
): readonly Described[] {
  const path = issue.path.map(String);
  const inside = path.slice(list.segments.length + 1);
  const tell = (at: readonly string[], mistake: Pick<ConfigMistake, "code" | "message" | "cure">): Described => ({
    mistake: { ...mistake, path: at.join("."), where: locate(at) ?? locate(list.segments) },
    concerns: [list.path],
    remove: list.segments,
    isMissing: false,
  });
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((name) =>
      tell([...path, name], {
        code: "config_key_unknown",
        message: `${[...path, name].join(".").slice(0, 100)} is no key of the configuration.`,
        cure: cureFor(name, inside, items),
      }),
    );
  const key = items.find(({ segments }) => segments.every((segment, at) => inside[at] === segment));
  const name = path.join(".");
  if (key === undefined)
    return [
      tell(path, {
        code: "config_value_invalid",
        message: `${name} must be a section with keys of its own.`,
        cure: `docs/configuration.md lists the keys of ${list.path}.`,
      }),
    ];
  const missing = issue.code === "invalid_type" && issue.input === undefined;
  const cure = `${missing ? `Set it to ${key.form}.` : "Correct it."} docs/configuration.md explains ${list.path}.`;
  return [
    tell(path, {
      code: missing ? "config_value_missing" : "config_value_invalid",
      message: missing ? `${name} is missing.` : `${name} must be ${key.form}.`,
      cure,
    }),
  ];
}

function cureFor(name: string, inside: readonly string[], items: readonly ConfigKey[]): string {
  const section = inside.map((segment) => `${segment}.`).join("");
  const names = items.flatMap((key) => (key.secret ? [key.path, `${key.path}_file`] : [key.path]));
  const neighbours = names
    .filter((path) => path.startsWith(section))
    .map((path) => path.slice(section.length).split(".")[0] as string);
  const meant = closest(name, neighbours);
  return meant === undefined ? "Remove it; docs/configuration.md lists the keys." : `Did you mean ${section}${meant}?`;
}
