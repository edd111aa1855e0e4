/** Groups made by hand; what other features may use of them. */
export { GroupPicker } from "./group-picker.tsx";
