import { describe, expect, it } from "vitest";
import { codes, steps } from "../../../test/support/plan-words.ts";
import { directory, directoryUser, planInput, policy, source, sourceUser } from "../../../test/support/sync-makers.ts";
import type { DirectoryUser } from "../directory/types.ts";
import { plan } from "./plan.ts";
import type { SourceUserState } from "./snapshot.ts";

describe("states of a Feishu person", () => {
  const table: [SourceUserState, string, string[]][] = [
    ["active", "active", []],
    ["not_activated", "active", []],
    ["not_joined", "active", []],
    ["unknown", "active", []],
    ["unknown", "disabled", []],
    ["frozen", "active", ["deactivate Person z: status disabledBy (frozen)"]],
    ["exited", "active", ["deactivate Person z: status disabledBy (exited)"]],
    ["resigned", "active", ["deactivate Person z: status disabledBy (resigned)"]],
    ["active", "disabled", ["reactivate Person z: status disabledBy (thawed)"]],
    ["active", "deleted", ["reactivate Person z: status disabledBy (returned)"]],
    ["frozen", "deleted", []],
  ];
  it.each(table)("%s in Feishu, %s here", (state, status, expected) => {
    const account = directoryUser("z", {
      status: status as DirectoryUser["status"],
      disabledBy: status === "active" ? null : "sync",
    });
    const planned = plan(
      planInput({
        source: source({ users: [sourceUser("z", { state })] }),
        directory: directory({ users: [account] }),
      }),
    );
    expect(steps(planned.changes)).toEqual(expected);
  });

  it("does not give back what an operator took", () => {
    const account = directoryUser("z", { status: "disabled", disabledBy: "operator" });
    const planned = plan(
      planInput({
        source: source({ users: [sourceUser("z", { name: "New" })] }),
        directory: directory({ users: [account] }),
      }),
    );
    expect(steps(planned.changes)).toEqual(["update New: name (changed_in_feishu)"]);
    expect(codes(planned)).toEqual(["skipped disabled_by_operator New"]);
  });

  it("updates a frozen person even while the freeze is held", () => {
    const planned = plan(
      planInput({
        source: source({ users: [sourceUser("z", { state: "frozen", name: "New" })] }),
        directory: directory({ users: [directoryUser("z")] }),
        policy: { ...policy, guard: { percent: 0, minimum: 0 } },
      }),
    );
    expect(steps(planned.changes)).toEqual(["update New: name (changed_in_feishu)"]);
    expect(steps(planned.held)).toEqual(["deactivate New: status disabledBy (frozen)"]);
  });
});
