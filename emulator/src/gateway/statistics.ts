/** Counts per API: what a client cost. */
interface ApiCount {
  calls: number;
  rate_limited: number;
  failed: number;
}

export class Statistics {
  #perApi = new Map<string, ApiCount>();
  #inFlight = 0;
  #maxInFlight = 0;
  #pages = 0;
  #firstPage = 0;
  #lastPage = 0;
  #second = 0;
  #inSecond = 0;
  #peak = 0;
  faultsFired = 0;

  begin(): void {
    this.#inFlight += 1;
    this.#maxInFlight = Math.max(this.#maxInFlight, this.#inFlight);
  }

  end(): void {
    this.#inFlight -= 1;
  }

  /** @param failed a code other than 0, or a status from 400 on */
  count(api: string, rateLimited: boolean, failed: boolean): void {
    let count = this.#perApi.get(api);
    if (count === undefined) {
      count = { calls: 0, rate_limited: 0, failed: 0 };
      this.#perApi.set(api, count);
    }
    count.calls += 1;
    if (rateLimited) count.rate_limited += 1;
    if (failed) count.failed += 1;
  }

  /** @param now a monotonic reading in milliseconds: a shifted clock would falsify the speed */
  countPage(now: number): void {
    if (this.#pages === 0) this.#firstPage = now;
    this.#pages += 1;
    this.#lastPage = now;
    const second = Math.floor(now / 1000);
    if (second !== this.#second) [this.#second, this.#inSecond] = [second, 0];
    this.#inSecond += 1;
    this.#peak = Math.max(this.#peak, this.#inSecond);
  }

  forget(): void {
    this.#perApi = new Map();
    this.#maxInFlight = this.#inFlight;
    this.#pages = 0;
    this.#peak = 0;
    this.#inSecond = 0;
    this.faultsFired = 0;
  }

  report() {
    const counts = [...this.#perApi.values()];
    const seconds = (this.#lastPage - this.#firstPage) / 1000;
    return {
      calls: counts.reduce((sum, count) => sum + count.calls, 0),
      rate_limited: counts.reduce((sum, count) => sum + count.rate_limited, 0),
      max_in_flight: this.#maxInFlight,
      pages: this.#pages,
      pages_per_second: { average: seconds > 0 ? Math.round(this.#pages / seconds) : this.#pages, peak: this.#peak },
      faults_fired: this.faultsFired,
      per_api: Object.fromEntries([...this.#perApi].sort(([left], [right]) => (left < right ? -1 : 1))),
    };
  }
}
