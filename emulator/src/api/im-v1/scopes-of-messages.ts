/** Which scopes open which message routes; any one of a list is enough (feishu-contract 7.1, 7.2). */
export const SEND_SCOPES: readonly string[] = ["im:message", "im:message:send_as_bot", "im:message:send"];
export const UPDATE_SCOPES: readonly string[] = ["im:message", "im:message:send_as_bot", "im:message:update"];
export const RECALL_SCOPES: readonly string[] = ["im:message", "im:message:send_as_bot", "im:message:recall"];
export const READ_SCOPES: readonly string[] = ["im:message", "im:message:readonly", "im:message:send_as_bot"];
export const BATCH_SCOPES: readonly string[] = ["im:message", "im:message:send_as_bot"];
export const MANY_USERS_SCOPE = "im:message:send_multi_users";
export const MANY_DEPARTMENTS_SCOPE = "im:message:send_multi_depts";
