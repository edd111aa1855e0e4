/** Words of the overview. */
export default {
  title: "Overview",
  about: "How the directory, the connection to Feishu and the last sync are.",
  toDo: {
    title: "To do",
    nothing: "Nothing waits for you.",
    connect: { title: "Connect Feishu (5 min)", about: "Paste an App ID and App Secret; the wizard checks each step." },
    finishDraft: { title: "Finish setting up Feishu", about: "A set-up was begun; everything entered is kept." },
    decide: { title: "Decide on sync run #{{id}}", about: "It holds removals until somebody allows or rejects them." },
    repair: { title: "Repair the connection to Feishu", about: "The last check found something that does not work." },
    switchOnSync: {
      title: "Turn on user and organization synchronization",
      about: "Feishu is connected; people are not synchronized yet.",
    },
    firstSync: { title: "Preview the first sync", about: "See every change before anything is written." },
    resolveConflicts: {
      title: "Resolve {{conflicts}} binding conflicts",
      about: "Several people or accounts claim the same e-mail.",
    },
  },
  lastSync: { title: "Latest sync", open: "Open run #{{id}}", never: "No sync has run yet." },
  connection: {
    title: "Connection health",
    open: "Details",
    checked: "Checked",
    never: "The connection has not been checked yet.",
    check: {
      reachable: "Feishu can be reached",
      region: "Region",
      credentials: "Credentials",
      permissions: "Permissions",
      fields: "Fields",
      contact_range: "Contact range",
      bot: "Bot",
      tenant: "Tenant",
    },
    state: { ok: "OK", warning: "Warning", failed: "Failed", unknown: "Unknown" },
  },
  people: { title: "Directory", active: "active people", disabled: "disabled" },
};
