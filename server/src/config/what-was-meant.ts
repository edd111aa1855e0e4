import { closest } from "./closest.ts";
import { configKeys, configSections } from "./keys.ts";

/** Guesses the key meant by an unknown one: a misspelt neighbour, else the right name in the wrong section. */
export function whatWasMeant(path: readonly string[]): string | undefined {
  const section = path
    .slice(0, -1)
    .map((segment) => `${segment}.`)
    .join("");
  const name = path.at(-1) ?? "";
  const secretFiles = configKeys.filter((key) => key.secret).map((key) => `${key.path}_file`);
  const all = [...configKeys, ...configSections].map((each) => each.path).concat(secretFiles);
  const neighbours = all.filter((each) => each.startsWith(section)).map((each) => each.slice(section.length));
  const neighbour = closest(
    name,
    neighbours.filter((each) => !each.includes(".")),
  );
  if (neighbour !== undefined) return section + neighbour;
  const plain = name.toLowerCase().replaceAll("-", "_");
  const elsewhere = all.filter(
    (each) => each === plain || each.endsWith(`.${plain}`) || each.replaceAll(".", "_") === plain,
  );
  return elsewhere.length === 1 ? elsewhere[0] : undefined;
}
