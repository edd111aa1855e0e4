/** Values nested as in the file, before anything is known of their types. */
export type Tree = { [key: string]: unknown };

export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path, items of a list by their number; `undefined` where the path leads nowhere. */
export function valueAt(tree: Tree, segments: readonly string[]): unknown {
  let value: unknown = tree;
  for (const segment of segments) {
    if (Array.isArray(value)) value = value[Number(segment)];
    else value = isTree(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
  }
  return value;
}

/** Puts a value at a path, making the sections above it. What stands in the way and is no section is replaced. */
export function putAt(tree: Tree, segments: readonly string[], value: unknown): void {
  const [head, ...rest] = segments;
  if (head === undefined) return;
  if (rest.length === 0) {
    tree[head] = value;
    return;
  }
  const child = tree[head];
  const section = isTree(child) ? child : {};
  tree[head] = section;
  putAt(section, rest, value);
}

/** Takes a value out; a section that is empty then stays. */
export function removeAt(tree: Tree, segments: readonly string[]): void {
  const parent = valueAt(tree, segments.slice(0, -1));
  const last = segments.at(-1);
  if (isTree(parent) && last !== undefined) delete parent[last];
}
