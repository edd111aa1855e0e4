import type { Blueprint } from "./blueprint.ts";
import { type Department, ROOT } from "./department.ts";
import { AWKWARD_DEPARTMENT_NAMES, DEPARTMENT_DUTIES } from "./name-stock.ts";
import { draw, makeRanking, pick } from "./random.ts";

/** Direct sub-departments a department may have (feishu-contract 3.8, 43013). */
export const MOST_CHILDREN = 1000;
const DEEPEST = 9;
/** One chain goes deeper than a company usually does. */
const CHAIN_LENGTH = 12;
const SMALLEST_TENANT_WITH_CHAIN = 60;

/** Grows the tree: number 0 is the root; the parent of a department always has a smaller number. */
export function generateDepartments(blueprint: Blueprint): Department[] {
  const { seed, departments: count } = blueprint;
  const firstLevel = Math.min(MOST_CHILDREN, count, Math.max(1, Math.round(count ** 0.4)));
  const orderOf = makeRanking(seed, Math.max(1, count), 40);
  const depth = new Uint8Array(count + 1);
  const children = new Uint16Array(count + 1);
  const taken = new Set<string>();
  const grown: Department[] = [makeRoot()];
  for (let index = 1; index <= count; index += 1) {
    const parent = index <= firstLevel ? ROOT : chooseParent(blueprint, index, firstLevel, depth, children, grown);
    depth[index] = (depth[parent] ?? 0) + 1;
    children[parent] = (children[parent] ?? 0) + 1;
    grown.push({
      ...nameOf(seed, index, parent, taken),
      parent,
      order: orderOf(index - 1) * 10,
      departmentId: `D${String(index).padStart(6, "0")}`,
      leaders: [],
      deleted: false,
    });
  }
  return grown;
}

function makeRoot(): Department {
  return {
    name: "示例科技",
    i18nName: { zh_cn: "示例科技", en_us: "Example Tech", ja_jp: "" },
    parent: ROOT,
    order: 0,
    departmentId: "0",
    leaders: [],
    deleted: false,
  };
}

function chooseParent(
  blueprint: Blueprint,
  index: number,
  firstLevel: number,
  depth: Uint8Array,
  children: Uint16Array,
  grown: readonly Department[],
): number {
  if (blueprint.departments >= SMALLEST_TENANT_WITH_CHAIN && index <= firstLevel + CHAIN_LENGTH) return index - 1;
  let parent = 1 + (draw(blueprint.seed, index, 41) % (index - 1));
  while ((depth[parent] ?? 0) >= DEEPEST) parent = (grown[parent] as Department).parent;
  while ((children[parent] ?? 0) >= MOST_CHILDREN) parent += 1;
  return parent;
}

/** Siblings never share a name; departments in different places sometimes do, as in real companies. */
function nameOf(
  seed: number,
  index: number,
  parent: number,
  taken: Set<string>,
): Pick<Department, "name" | "i18nName"> {
  const awkward = AWKWARD_DEPARTMENT_NAMES[index - 2];
  const [zh, en] = pick(DEPARTMENT_DUTIES, draw(seed, index, 42));
  const plain = draw(seed, index, 43) % 10 === 0 && !taken.has(`${parent}/${zh}`);
  if (plain) taken.add(`${parent}/${zh}`);
  const name = awkward ?? (plain ? zh : `${zh} ${index}`);
  const english = awkward === undefined ? (plain ? en : `${en} ${index}`) : "";
  return { name, i18nName: { zh_cn: name, en_us: english, ja_jp: "" } };
}
