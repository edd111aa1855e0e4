/** What pages use of the API. */
export { call, readFile } from "./call.ts";
export { ApiProblem } from "./problem.ts";
export { codeText, fieldErrors, problemText } from "./problem-text.ts";
export { giveProof, isProofWanted, proofGiven, refuseProof, subscribeToProof } from "./proof.ts";
export { queryOf, useCall } from "./query.ts";
export { type ContractRoutes, type RouteHandle, routes } from "./routes.ts";
export { isSessionLost, restoreSession, subscribeToSessionLoss } from "./session-loss.ts";
