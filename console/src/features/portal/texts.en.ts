/** Words of the portal. */
export default {
  title: "My applications",
  about: "Signed in as {{name}}.",
  personal: "Personal settings",
  appPasswords: "App passwords",
  search: "Find an application",
  newTab: "(opens in a new tab)",
  nothing: "No application is called so",
  clear: "Clear search",
  empty: {
    title: "No applications yet",
    about: "None has been opened to you. An administrator decides who may use which.",
    aboutOperator: "Applications you may use appear here once they have a home page.",
    manage: "Manage applications",
  },
};
