import { errorFamily } from "./entry.ts";

/** Why the Feishu integration cannot be set up, changed or removed as asked. */
export const integrationErrors = errorFamily({
  set_by_file: {
    status: 409,
    title: "Set by file",
    message: "The configuration of the server declares this integration, so it is read-only here.",
    cause: "What a file or the environment declares is authoritative.",
    cure: "Change larkbridge.yaml or the LARKBRIDGE_FEISHU_* variables and restart the server.",
  },
  integration_exists: {
    status: 409,
    title: "Feishu is set up already",
    message: "A Feishu integration is set up already[, with the app {app_id}].",
    cause: "There is one Feishu integration at a time.",
    cure: "Change the one there is, or remove it first.",
  },
  integration_draft_not_found: {
    status: 404,
    title: "No draft",
    message: "No set-up of Feishu was begun.",
    cause: "Nobody saved a draft, or it was finished or discarded.",
    cure: "Begin with PUT /api/v1/integrations/feishu/draft.",
  },
  integration_draft_incomplete: {
    status: 409,
    title: "The draft is incomplete",
    message: "The draft lacks {missing}.",
    cause: "Feishu can only be asked with both App ID and App Secret.",
    cure: "Fill in what is missing.",
  },
  user_sync_owned_elsewhere: {
    status: 409,
    title: "Another integration owns sync",
    message: "User and organization sync belongs to another integration.",
    cause: "Only one third-party integration may own it.",
    cure: "Switch sync off there first.",
  },
  removal_not_confirmed: {
    status: 409,
    title: "The removal is not confirmed",
    message: "The text typed is neither the App ID nor the company's name.",
    cause: "Removing takes all links away, so it has to be confirmed by name.",
    cure: "Type the App ID as the details page shows it.",
  },
});
