/** What pages use of the API. */
export { addressOf, type CallOptions, call, readFile } from "./call.ts";
export { ApiProblem, type FieldProblem } from "./problem.ts";
export { codeText, fieldErrors, type ProblemText, problemText } from "./problem-text.ts";
export { giveProof, isProofWanted, refuseProof, subscribeToProof } from "./proof.ts";
export { queryOf, useCall } from "./query.ts";
export { type ContractRoutes, type RouteHandle, routes } from "./routes.ts";
export { isSessionLost, restoreSession, subscribeToSessionLoss } from "./session-loss.ts";
