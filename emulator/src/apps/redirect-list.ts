/** Where an app may have people sent back to, as its developer listed it (feishu-contract 6.1, trap 44). */
export class RedirectList {
  #urls: readonly string[] = [];

  get urls(): readonly string[] {
    return this.#urls;
  }

  replace(urls: readonly string[]): void {
    this.#urls = [...urls];
  }

  /** Query and fragment take no part, on either side; the rest compares as written: `/cb` is not `/cb/`. */
  allows(url: string): boolean {
    const wanted = bare(url);
    return this.#urls.some((entry) => bare(entry) === wanted);
  }
}

function bare(url: string): string {
  return url.replace(/[?#].*$/s, "");
}
