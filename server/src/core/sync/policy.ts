/** The sync settings a plan obeys: S9, S10, the switches of S5 and their companions in product.md 5.1 and 5.3. */
export interface SyncPolicy {
  readonly unmatchedLocalUsers: "ignore" | "disable" | "delete";
  readonly unmatchedFeishuUsers: "create_and_link" | "ignore";
  readonly unmatchedLocalDepartments: "ignore" | "delete";
  readonly unmatchedFeishuDepartments: "create_and_link" | "ignore";
  readonly departedUsers: "disable" | "delete" | "ignore";
  readonly departedDepartments: "delete" | "ignore";
  readonly fields: { readonly mobile: boolean; readonly employeeNo: boolean; readonly nickname: boolean };
  readonly guard: { readonly percent: number; readonly minimum: number };
}
