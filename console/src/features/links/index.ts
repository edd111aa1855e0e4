/** Links between users and Feishu people; what other features may use of it. */
export { LinkDialog } from "./link-dialog.tsx";
