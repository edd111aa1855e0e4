/** What other features show of accounts and access. */
export { PasswordLinkDialog } from "./operators/password-link-dialog.tsx";
