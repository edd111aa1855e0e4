import type { PortalApplicationView } from "@larkbridge/contract";

/** From this many on a search stands above the cards. */
export const MANY = 9;

/** The applications whose name or description holds every word that is looked for, whatever the case. */
export function matching(applications: readonly PortalApplicationView[], text: string): PortalApplicationView[] {
  const words = text.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  return applications.filter(({ name, description }) => {
    const told = `${name} ${description}`.normalize("NFKC").toLowerCase();
    return words.every((word) => told.includes(word));
  });
}

/** One or two letters that stand for a name: "GL" of GitLab, "禅" of 禅道. */
export function lettersOf(name: string): string {
  const capitals = name.match(/\p{Lu}/gu) ?? [];
  const first = [...name.trim()][0]?.toUpperCase() ?? "?";
  return /\p{Script=Latin}/u.test(first) && capitals.length > 1 ? capitals.slice(0, 2).join("") : first;
}
