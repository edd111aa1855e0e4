import type { FeishuOutcomeView } from "@larkbridge/contract";

/** What the page that tells an outcome says and offers. */
export interface OutcomeTelling {
  readonly tone: "success" | "warning" | "error";
  /** Key below `outcome` of the sentence that leads. */
  readonly sentence:
    | "signedIn"
    | "linked"
    | "tested"
    | "testedNew"
    | "testedRefused"
    | "refused"
    | "linkRefused"
    | "testFailed";
  readonly offers: readonly ("goOn" | "again" | "password" | "close")[];
}

/** How an outcome is told. A test stands in a window of its own: there is nothing to go on to. */
export function tellOutcome(
  outcome: Pick<FeishuOutcomeView, "purpose" | "ended" | "code" | "account">,
): OutcomeTelling {
  switch (outcome.ended) {
    case "signed_in":
      return { tone: "success", sentence: "signedIn", offers: ["goOn"] };
    case "linked":
      return { tone: "success", sentence: "linked", offers: ["goOn"] };
    case "tested":
      if (outcome.code !== null) return { tone: "warning", sentence: "testedRefused", offers: ["close"] };
      return { tone: "success", sentence: outcome.account === null ? "testedNew" : "tested", offers: ["close"] };
    case "refused":
      if (outcome.purpose === "test") return { tone: "error", sentence: "testFailed", offers: ["close"] };
      if (outcome.purpose === "link") return { tone: "error", sentence: "linkRefused", offers: ["again", "goOn"] };
      return { tone: "error", sentence: "refused", offers: ["again", "password"] };
  }
}
