import contractProblems from "virtual:contract-problems";

/**
 * English words for every error code: the contract's own, except where the contract speaks to the reader of a
 * command line and a person in a browser does something else.
 */
export default {
  ...contractProblems,
  body_malformed: { title: "The request was damaged", cure: "Reload the page and try again." },
  cursor_invalid: { title: "This place in the list is gone", cure: "Start again from the first page." },
  unauthenticated: { title: "You are not signed in", cure: "Sign in and try again." },
  forbidden: { title: "Your role does not allow this", cure: "Ask an owner or administrator." },
  validation_failed: { title: "Some fields do not fit", cure: "Correct the marked fields." },
  reauthentication_required: { title: "Your password is needed again", cure: "Type your password to go on." },
  password_change_required: {
    title: "Choose a password of your own first",
    cure: "Change it in your personal settings.",
  },
  route_unknown: {
    title: "There is nothing at this address",
    cure: "Check the address, or start from the navigation.",
  },
  method_not_allowed: { title: "This cannot be done here", cure: "Reload the page: the server may have been updated." },
  media_type_unsupported: { title: "The request was refused", cure: "Reload the page and try again." },
  rate_limited: { title: "Too many requests", cure: "Wait a moment, then try again." },
  not_ready: { title: "The server is not ready", cure: "Try again in a moment." },
  sign_in_locked: { title: "Too many wrong passwords", cure: "Try again after the time shown." },
  second_factor_required: { title: "A code is needed", cure: "Type the six digits your authenticator shows." },
  session_not_found: { title: "There is no such session", cure: "Reload the list." },
  totp_not_enrolled: { title: "There is no second factor to confirm", cure: "Begin again with the authenticator." },
  user_not_found: {
    title: "There is no such user",
    cure: "Check the name or number; the users page tells why somebody is absent.",
  },
  department_not_found: { title: "There is no such department", cure: "Choose it again on the departments page." },
  feishu_person_linked: {
    title: "This person is linked to another account",
    cure: "Take the person over; the other account loses its link.",
  },
  group_not_found: { title: "There is no such group", cure: "Choose it again on the groups page." },
  api_token_not_found: { title: "There is no such token", cure: "Reload the list." },
  owner_protected: { title: "This is the account of an owner", cure: "Ask an owner." },
  set_by_file: {
    title: "Set by file",
    cure: "Change the configuration file or the environment and restart the server.",
  },
  integration_draft_not_found: { title: "There is no draft", cure: "Begin the set-up again." },
  feishu_unreachable: {
    title: "Feishu cannot be reached",
    cure: "Check Feishu's address and that this machine may reach it over HTTPS.",
  },
  feishu_app_unknown: {
    title: "The App ID is unknown",
    cure: "Copy the App ID again from the app's credentials page; check the region.",
  },
  feishu_wrong_region: { title: "The app lives in the other region", cure: "Switch the region." },
  feishu_permission_missing: {
    title: "A permission is missing",
    cure: "Grant the listed permissions in Feishu and publish a version.",
  },
  feishu_rate_limited: {
    title: "Feishu asks to slow down",
    cure: "Lower the rate limit, or give the other program an app of its own.",
  },
  application_not_found: { title: "There is no such application", cure: "Choose it again on the applications page." },
  feishu_sign_in_expired: {
    title: "The sign-in is over",
    cure: "A sign-in has ten minutes, one browser, and ends once. Begin again on the sign-in page.",
  },
  operator_password_missing: {
    title: "Nobody could manage Larkbridge any more",
    cure: "Give an owner or administrator a password first.",
  },
  server_unreachable: { title: "The server does not answer", cure: "Check your network, then try again." },
  server_answer_invalid: {
    title: "The answer could not be understood",
    cure: "Reload the page: the server may have been updated.",
  },
  console_failed: {
    title: "This page failed",
    cure: "Reload the page. If it happens again, tell your administrator what you did.",
  },
  rule: {
    too_small: "This is too short or too small.",
    too_small_limit: "At least {{limit}}.",
    too_big: "This is too long or too large.",
    too_big_limit: "At most {{limit}}.",
    invalid_type: "Fill this in.",
    invalid_format: "This does not look right.",
    other: "This value does not fit.",
  },
};
