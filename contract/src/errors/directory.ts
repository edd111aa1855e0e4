import { errorFamily } from "./entry.ts";

/** Users, departments, tokens: refusals of single acts. */
export const directoryErrors = errorFamily({
  user_not_found: {
    status: 404,
    title: "No such user",
    message: "No user [{ref} ]is in the directory.",
    cause: "The id, username, e-mail, mobile or Feishu id fits nobody.",
    cure: "Look with `larkbridge users list --search`, or ask why somebody is absent with `larkbridge users explain`.",
  },
  department_not_found: {
    status: 404,
    title: "No such department",
    message: "No department [{ref} ]is in the directory.",
    cause: "The id fits no department.",
    cure: "Look with `larkbridge departments list`.",
  },
  user_not_active: {
    status: 409,
    title: "The user is not active",
    message: "Only an active user can be disabled.",
    cause: "The account is disabled or deleted already.",
    cure: "Nothing to do; look at the user's history.",
  },
  user_not_disabled: {
    status: 409,
    title: "The user is not disabled",
    message: "Only a disabled user can be enabled.",
    cause: "The account is active, or deleted.",
    cure: "A deleted user is brought back by restoring.",
  },
  user_not_deleted: {
    status: 409,
    title: "The user is not deleted",
    message: "Only a deleted user can be restored.",
    cause: "The account is active or disabled.",
    cure: "A disabled user is brought back by enabling.",
  },
  last_owner: {
    status: 409,
    title: "The last owner",
    message: "The last active owner cannot be disabled.",
    cause: "Nobody could administer Larkbridge any more.",
    cure: "Make somebody else an owner first.",
  },
  api_token_not_found: {
    status: 404,
    title: "No such token",
    message: "No API token has this id.",
    cause: "The id is misspelt.",
    cure: "Look with `GET /api/v1/api-tokens`.",
  },
});
