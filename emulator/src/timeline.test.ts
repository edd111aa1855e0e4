import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Clock } from "./clock.ts";
import { Timeline } from "./timeline.ts";

describe("a timeline on a clock that stands still", () => {
  test("runs what fell due in its order, and nothing else, when the clock is moved", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1000 }), { maxLength: 60 }), fc.nat({ max: 1000 }), (dues, moment) => {
        const clock = new Clock(() => 0);
        const timeline = new Timeline(clock);
        const ran: number[] = [];
        for (const due of dues) timeline.at(due, () => ran.push(due));
        clock.setTo(moment);
        expect(ran).toEqual(dues.filter((due) => due <= moment).sort((left, right) => left - right));
        timeline.clear();
      }),
    );
  });

  test("runs entries of one moment as they were made, and none that was called off or forgotten", () => {
    const clock = new Clock(() => 0);
    const timeline = new Timeline(clock);
    const ran: string[] = [];
    timeline.at(5, () => ran.push("a"));
    const callOff = timeline.at(5, () => ran.push("b"));
    timeline.at(5, () => ran.push("c"));
    callOff();
    clock.advance(5);
    expect(ran).toEqual(["a", "c"]);
    timeline.at(6, () => ran.push("d"));
    timeline.clear();
    clock.advance(5);
    expect(ran).toEqual(["a", "c"]);
  });
});

describe("a timeline on a clock that runs", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([
    [1, 15_000],
    [10, 1500],
    [0.5, 30_000],
  ])("at speed %f what is due in 15 s runs after %i ms", (speed, wait) => {
    const clock = new Clock();
    const timeline = new Timeline(clock);
    let ran = 0;
    timeline.at(clock.now() + 15_000, () => {
      ran += 1;
    });
    clock.runAt(speed);
    vi.advanceTimersByTime(wait - 1);
    expect(ran).toBe(0);
    vi.advanceTimersByTime(1);
    expect(ran).toBe(1);
  });

  test("what is due next year does not run at once", () => {
    const clock = new Clock();
    const timeline = new Timeline(clock);
    let ran = 0;
    timeline.at(clock.now() + 365 * 24 * 3_600_000, () => {
      ran += 1;
    });
    vi.advanceTimersByTime(60_000);
    expect(ran).toBe(0);
    timeline.clear();
  });

  test("a clock keeps its time when its speed changes, and follows its source again", () => {
    const clock = new Clock();
    const start = Date.now();
    clock.runAt(10);
    vi.advanceTimersByTime(1000);
    clock.runAt(0);
    vi.advanceTimersByTime(1000);
    expect(clock.now() - start).toBe(10_000);
    clock.follow();
    expect(clock.now()).toBe(Date.now());
  });
});
