import pageProblems from "virtual:contract-page-problems";

/** English words for the codes that only pages behind the sign-in show; loaded with the first of them. */
export default {
  ...pageProblems,
  integration_not_configured: { title: "Feishu is not set up", cure: "Set the Feishu integration up first." },
  user_sync_disabled: { title: "Sync is switched off", cure: "Switch it on in the integration's details." },
  sync_already_running: { title: "A sync is running", cure: "Wait until it ends, or cancel it." },
  sync_run_not_found: { title: "There is no such run", cure: "Choose it again among the sync runs." },
  sync_plan_not_found: { title: "There is no such preview", cure: "Make a new preview." },
  sync_run_not_waiting: { title: "This run waits for nobody", cure: "Reload the page to see its state." },
  sync_run_not_running: { title: "The run is over", cure: "Revert it if it did what was not wanted." },
  records_failed: { title: "Some records failed", cure: "Correct them and retry the failed ones." },
  source_unreadable: {
    title: "Feishu could not be read",
    cure: "Check the connection again on the integration's page.",
  },
  source_incomplete: {
    title: "The reading was incomplete",
    cure: "Look at the coverage, and check the connection again.",
  },
  removal_guard: { title: "Unusually many removals", cure: "Look at the held changes, then approve or reject them." },
  visible_people_fell: {
    title: "Far fewer people are visible",
    cure: "Check the connection again; approve if the company really shrank.",
  },
  source_empty: {
    title: "Feishu shows nobody",
    cure: "Check the app's contact range in Feishu and publish a version; then check again.",
  },
  locked_fields_unreadable: {
    title: "Needed fields may not be read",
    cure: "Grant the listed permissions and publish a version.",
  },
  disabled_by_operator: {
    title: "Disabled by an operator",
    cure: "Enable the account on the person's page if that is what is wanted.",
  },
  not_provable: { title: "Absence is not proved", cure: "Sync again once the reading is complete." },
  no_email: {
    title: "Feishu returned no e-mail",
    cure: "Set it in Feishu, or grant the permission to read e-mail addresses.",
  },
  field_invalid: { title: "This value is not usable", cure: "Correct this value." },
  import_file_unreadable: { title: "The file cannot be read", cure: "Correct the path or its permissions." },
  import_file_unknown: { title: "No database of go-ldap-admin", cure: "Make a dump, or name its SQLite file." },
  import_dump_malformed: { title: "The dump is malformed", cure: "Make it again with mysqldump." },
  import_username_unusable: {
    title: "The username cannot be used",
    cure: "Nothing is done; the next sync makes an account with another name.",
  },
  import_username_taken: {
    title: "The username belongs to somebody else",
    cure: "Link the account by hand if it is the same person.",
  },
  import_email_in_use: {
    title: "The e-mail address is in use",
    cure: "Link the account that has it by hand if it is the same person.",
  },
  import_person_twice: { title: "The person is there twice", cure: "Nothing to do: the first one is taken over." },
  import_known_by_another_name: {
    title: "Known here by another name",
    cure: "Tell applications that know the person by the old name.",
  },
};
