/**
 * The file a thread begins with, from the sources and from the build alike: a path in a `URL` is not rewritten when TypeScript
 * is compiled.
 *
 * @param beside `import.meta.url` of the module that starts the thread
 * @param name of the file next to it, without its ending
 */
export function entryFile(beside: string, name: string): URL {
  return new URL(`./${name}${beside.endsWith(".ts") ? ".ts" : ".js"}`, beside);
}
