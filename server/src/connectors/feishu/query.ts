/** Query parameters; lists repeat their key, `undefined` is left out (feishu contract 2.1). */
export interface QueryParameters {
  readonly [name: string]: string | number | boolean | readonly string[] | undefined;
}

/** Writes a query string. Page tokens hold `+ / =`, so every value is percent-encoded (feishu contract 2.6). */
export function toQuery(parameters: QueryParameters): string {
  const parts: string[] = [];
  for (const name of Object.keys(parameters)) {
    const value = parameters[name];
    if (value === undefined) continue;
    const values = typeof value === "object" ? value : [value];
    for (const one of values) parts.push(`${name}=${encodeURIComponent(String(one))}`);
  }
  return parts.join("&");
}
