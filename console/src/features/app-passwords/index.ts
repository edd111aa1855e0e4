/** App passwords; what other features may use of them. */
export { UserAppPasswordsCard } from "./user-app-passwords-card.tsx";
