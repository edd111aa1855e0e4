/** Applications that sign people in with us; what the OpenID provider and the composition root use of them. */
export { makeClientDirectory } from "./client-directory.ts";
export { endLostAccess } from "./lost-access-store.ts";
export { makeApplications } from "./make-applications.ts";
export type { ApplicationClaim, Applications, ClientDirectory, RegisteredClient } from "./ports.ts";
