import type { LoginCode } from "./ports.ts";

/** What each step of a tried sign-in says, for whoever reads it without the console. */
const SENTENCES: Readonly<Record<LoginCode, string>> = {
  service_account_ready: "The service account is there and switched on.",
  service_account_unknown: "There is no such service account.",
  service_account_disabled: "The service account is switched off: the application cannot search.",
  filter_understood: "The filter is understood.",
  filter_invalid: "The filter is not one: look for parentheses that do not match.",
  person_found: "One person was found.",
  person_unknown: "Nobody was found: the login is misspelt, or the filter asks another attribute.",
  person_hidden:
    "The person is there, but not shown to this account: its groups, base DN or attributes leave them out.",
  several_found: "Several people were found: applications refuse that.",
  not_a_person: "What was found is no person.",
  account_active: "The account is active.",
  account_disabled: "The account is disabled.",
  attempts_open: "The account is not paused by wrong passwords.",
  attempts_locked: "The account, or this address, is paused after too many wrong passwords.",
  own_password_matched: "The password is the person's own.",
  app_password_matched: "The password is an app password of the person.",
  password_wrong: "The password is wrong, or the person has none.",
  password_must_change:
    "The password is right, but it was chosen by somebody else and must be changed in the portal first.",
  app_passwords_only: "Only app passwords are accepted, and this is none of the person's.",
  too_busy: "Too many passwords are being checked; try again in a moment.",
};

/** The sentence for a step. */
export function describeStep(code: LoginCode): string {
  return SENTENCES[code];
}
