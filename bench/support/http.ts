/** Calls a JSON API and throws with the answer when it is not a success. */
export async function callJson<Answer>(
  url: string,
  options: { readonly method?: string; readonly token?: string; readonly body?: unknown } = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: options.method ?? "GET",
    headers: {
      ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
      ...(options.body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    signal: AbortSignal.timeout(600_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${options.method ?? "GET"} ${url}: ${response.status} ${text.slice(0, 500)}`);
  return (text === "" ? null : JSON.parse(text)) as Answer;
}

/** Reads one sample of a Prometheus page: the first line that begins with this name and these labels. */
export async function readMetric(url: string, sample: string): Promise<number> {
  const page = await (await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(10_000) })).text();
  const line = page.split("\n").find((candidate) => candidate.startsWith(sample));
  return line === undefined ? Number.NaN : Number(line.slice(line.lastIndexOf(" ") + 1));
}
