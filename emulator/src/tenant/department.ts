/** The company itself: department "0" of the platform, number 0 here. */
export const ROOT = 0;

interface DepartmentLeader {
  /** The person's number. */
  user: number;
  type: 1 | 2;
}

/** One department. `parent` is a department's number. */
export interface Department {
  name: string;
  i18nName: { zh_cn: string; en_us: string; ja_jp: string };
  parent: number;
  order: number;
  departmentId: string;
  leaders: DepartmentLeader[];
  deleted: boolean;
}
