/** Makes `X-Tt-Logid` values: the second in digits, then 18 characters that never repeat within a run. */
export class LogIds {
  #second = -1;
  #stamp = "";
  #count = 0;

  next(now: number): string {
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#stamp = new Date(second * 1000).toISOString().replace(/\D/g, "").slice(0, 14);
    }
    this.#count += 1;
    return `${this.#stamp}E0${this.#count.toString(16).toUpperCase().padStart(16, "0")}`;
  }
}
