import { departmentIdType, userIdType } from "../../gateway/params.ts";
import type { AppCall } from "../../gateway/route.ts";
import type { RecordView } from "./department-record.ts";

/** The view of records a call asks for: its app's ids and rights, its id types. */
export function viewOf(call: AppCall): RecordView {
  const { ids, visibility } = call.app;
  return { ids, visibility, userIdType: userIdType(call), departmentIdType: departmentIdType(call) };
}
