import { type Fault, type FaultInput, pathShape, wantsPageToken } from "./fault.ts";

/** Keeps the faults that are set and tells which one, if any, strikes a call. */
export class FaultBoard {
  #faults: Fault[] = [];
  #made = 0;

  get all(): readonly Fault[] {
    return this.#faults;
  }

  /** @param expectedCalls how many matching calls a full reading makes; places `middle` and `last` */
  set(input: FaultInput, expectedCalls: number): Fault {
    this.#made += 1;
    const places = {
      first: 1,
      every: 1,
      middle: Math.max(1, Math.ceil(expectedCalls / 2)),
      last: Math.max(1, expectedCalls),
    };
    const fault: Fault = {
      id: `f${this.#made}`,
      input,
      shape: pathShape(input.path),
      nth: typeof input.nth === "number" ? input.nth : places[input.nth],
      count: input.count ?? (input.nth === "every" ? Number.POSITIVE_INFINITY : 1),
      seen: 0,
      fired: 0,
    };
    this.#faults.push(fault);
    return fault;
  }

  /** @returns whether there was such a fault */
  remove(id: string): boolean {
    const before = this.#faults.length;
    this.#faults = this.#faults.filter((fault) => fault.id !== id);
    return this.#faults.length < before;
  }

  clear(): void {
    this.#faults = [];
  }

  /** Counts the call with every fault it matches; the first one whose turn it is strikes. */
  strike(method: string, path: string, hasPageToken: boolean): FaultInput | undefined {
    if (this.#faults.length === 0) return undefined;
    let striking: FaultInput | undefined;
    for (const fault of this.#faults) {
      const { input } = fault;
      const matches =
        (input.method === undefined || input.method === method) &&
        (hasPageToken || !wantsPageToken(input)) &&
        fault.shape.test(path);
      if (!matches) continue;
      fault.seen += 1;
      if (striking !== undefined || fault.seen < fault.nth || fault.fired >= fault.count) continue;
      fault.fired += 1;
      striking = input;
    }
    return striking;
  }
}

/** What the control API shows of a fault. */
export function showFault(fault: Fault) {
  const { path, method, kind, ...more } = fault.input;
  const count = Number.isFinite(fault.count) ? fault.count : null;
  return {
    id: fault.id,
    kind,
    path,
    method: method ?? null,
    ...more,
    nth: fault.nth,
    count,
    seen: fault.seen,
    fired: fault.fired,
  };
}
