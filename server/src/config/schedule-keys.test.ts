import { describe, expect, test } from "vitest";
import { loadGiven, mistakesOf, userSyncYaml } from "../../test/support/load-config.ts";

describe("schedules", () => {
  const field = (name: string) => `feishu.services.user_sync.${name}`;

  test.each([
    ["schedule: { kind: daily, at: '00:00' }"],
    ["schedule: { kind: weekly, day: sunday, at: '23:59' }"],
    ["schedule: { kind: monthly, day: 1, at: '12:30' }"],
    ["schedule: { kind: monthly, day: 31, at: '12:30' }"],
    ["schedule: { kind: interval, hours: 1 }"],
    ["schedule: { kind: interval, hours: 168 }"],
    ["time_zone: America/Argentina/Buenos_Aires"],
    ["time_zone: UTC"],
  ])("%s is accepted", (line) => {
    expect(loadGiven({ yaml: userSyncYaml(line) }).ok).toBe(true);
  });

  test.each([
    ["schedule: { kind: cron, at: '02:00' }", "schedule.kind"],
    ["schedule: '0 2 * * *'", "schedule"],
    ["schedule: { at: '02:00' }", "schedule.kind"],
    ["schedule: { kind: daily }", "schedule.at"],
    ["schedule: { kind: daily, at: '24:00' }", "schedule.at"],
    ["schedule: { kind: daily, at: '2:00' }", "schedule.at"],
    ["schedule: { kind: daily, at: 2 }", "schedule.at"],
    ["schedule: { kind: daily, at: '02:00', hours: 3 }", "schedule.hours"],
    ["schedule: { kind: weekly, at: '02:00' }", "schedule.day"],
    ["schedule: { kind: weekly, day: 1, at: '02:00' }", "schedule.day"],
    ["schedule: { kind: weekly, day: mon, at: '02:00' }", "schedule.day"],
    ["schedule: { kind: monthly, day: 0, at: '02:00' }", "schedule.day"],
    ["schedule: { kind: monthly, day: 32, at: '02:00' }", "schedule.day"],
    ["schedule: { kind: monthly, day: first, at: '02:00' }", "schedule.day"],
    ["schedule: { kind: interval, hours: 0 }", "schedule.hours"],
    ["schedule: { kind: interval, hours: 169 }", "schedule.hours"],
    ["schedule: { kind: interval, hours: 1.5 }", "schedule.hours"],
    ["time_zone: Asia/Atlantis", "time_zone"],
    ["time_zone: '+08:00'", "time_zone"],
  ])("%s is refused at %s", (line, name) => {
    const mistakes = mistakesOf({ yaml: userSyncYaml(line) });
    expect(mistakes.map(({ code, path }) => [code, path])).toEqual([["config_schedule_invalid", field(name)]]);
    expect(mistakes[0]?.message).toContain(field(name));
  });
});
