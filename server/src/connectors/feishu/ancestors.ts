import { departmentsById } from "./by-id.ts";
import { FeishuFailure } from "./failure.ts";
import { ROOT } from "./normalise-department.ts";
import type { Reading } from "./reading.ts";

/** Deeper than any real company; ends the walk where records point at each other. */
const MAX_DEPTH = 100;

/**
 * Reads departments and everything above them up to the root, so that a narrow reading can be placed in the tree. Those
 * above that are out of range stay unknown, as in a full reading.
 *
 * @param departments ids; those already read are not asked for again
 */
export async function readWithAncestors(reading: Reading, departments: Iterable<string>): Promise<void> {
  const asked = new Set<string>([ROOT, ...reading.departments.keys()]);
  let wanted = [...new Set(departments)].filter((id) => !asked.has(id));
  for (let depth = 0; wanted.length > 0; depth++) {
    if (depth > MAX_DEPTH) {
      reading.leaveUnread(
        "department_tree",
        wanted[0] ?? ROOT,
        new FeishuFailure("feishu_answer_invalid", { cause: "endless tree" }),
      );
      return;
    }
    for (const id of wanted) asked.add(id);
    const { found, failed } = await departmentsById(reading, wanted);
    for (const { id, failure } of failed) reading.leaveUnread("department_tree", id, failure);
    const parents = new Set<string>();
    for (const record of found) {
      await reading.addDepartment(record);
      const parent = record.parent_department_id;
      if (parent && !asked.has(parent)) parents.add(parent);
    }
    wanted = [...parents];
  }
}
