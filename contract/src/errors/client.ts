import { errorFamily } from "./entry.ts";

/** What the command line says when it is used wrongly or cannot reach the server. */
export const clientErrors = errorFamily({
  usage_invalid: {
    status: 400,
    title: "Wrong use",
    message: "{problem}",
    cause: "An option or argument is missing, unknown or misspelt.",
    cure: "See `larkbridge <command> --help`.",
  },
  token_missing: {
    status: 401,
    title: "No token given",
    message: "This command speaks to a running server and needs an API token.",
    cause: "Neither --token-file nor LARKBRIDGE_TOKEN nor LARKBRIDGE_TOKEN_FILE is set.",
    cure: "Set LARKBRIDGE_TOKEN (or its _FILE); the first token is the server's LARKBRIDGE_API_TOKEN.",
  },
  server_unreachable: {
    status: 503,
    title: "No server there",
    message: "No Larkbridge server answers at {url}[: {reason}].",
    cause: "It is not running, or listens elsewhere.",
    cure: "Start it with `larkbridge serve`, or name its address with --url or LARKBRIDGE_URL.",
  },
  server_answer_invalid: {
    status: 502,
    title: "That is not a Larkbridge server",
    message: "The answer of {url} is not one of Larkbridge's[: {problem}].",
    cause: "Another program listens there, or the server has another version.",
    cure: "Check --url, and that client and server have one version.",
  },
});
