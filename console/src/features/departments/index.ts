/** Departments: the tree, its departments and their members; what other features may use of it. */
export { DepartmentPicker } from "./department-picker.tsx";
