import contractProblems from "virtual:contract-problems";

/**
 * English words for every error code: the contract's own, except where the contract speaks to the reader of a
 * command line and a person in a browser does something else.
 */
export default {
  ...contractProblems,
  console_failed: {
    title: "This page failed",
    cure: "Reload the page. If it happens again, tell your administrator what you did.",
  },
  unauthenticated: { title: "You are not signed in", cure: "Sign in and try again." },
  forbidden: { title: "Your role does not allow this", cure: "Ask an owner or administrator." },
  validation_failed: { title: "Some fields do not fit", cure: "Correct the marked fields." },
  server_unreachable: { title: "The server does not answer", cure: "Check your network, then try again." },
  server_answer_invalid: {
    title: "The answer could not be understood",
    cure: "Reload the page: the server may have been updated.",
  },
};
