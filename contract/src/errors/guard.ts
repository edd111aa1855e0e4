import { errorFamily } from "./entry.ts";

/** Why removals of a plan wait for an operator, or nothing of it may be applied (product.md 5.3). */
export const guardErrors = errorFamily({
  removal_guard: {
    status: 200,
    title: "Unusually many removals",
    message:
      "{planned} people would be disabled or deleted[, {recent} were in the last 24 hours], and {limit} are allowed without asking.",
    cause: "More people left than usual, or the reading is not what it seems.",
    cure: "Look at the held changes; `larkbridge sync approve <run>` applies them, `larkbridge sync reject <run>` drops them.",
  },
  contact_range_shrunk: {
    status: 200,
    title: "The app sees less than before",
    message: "The contact range of the Feishu app lost departments or people; nobody below them was removed.",
    cause: "Somebody narrowed the app's contact range, or a department in it was deleted.",
    cure: "Widen the range again in Feishu, or approve the run to accept the new range.",
  },
  visible_people_fell: {
    status: 200,
    title: "Far fewer people are visible",
    message: "Feishu shows {now} people; the last good run saw {before}.",
    cause: "A permission or range changed, or many people left at once.",
    cure: "Run `larkbridge doctor`; approve the run if the company really shrank.",
  },
  mass_attribute_change: {
    status: 200,
    title: "One field changes for most people",
    message: "{attribute} would change for {count} of {people} people.",
    cause: "A field was filled or emptied in bulk in Feishu.",
    cure: "Look at the changes, then approve or reject the run.",
  },
  source_empty: {
    status: 200,
    title: "Feishu shows nobody",
    message: "Feishu returned nobody while {linked} linked users are in the directory; nothing was applied.",
    cause: "The app's contact range is empty, or the app belongs to another company.",
    cure: "Check the app's contact range in Feishu and publish a version; then run `larkbridge doctor`.",
  },
  contact_range_empty: {
    status: 200,
    title: "The app may see nobody",
    message: "The contact range of the Feishu app is empty; nothing was applied.",
    cause: "A new app starts with an empty range, and a change counts only once a version is published.",
    cure: "Set the app's contact range to all members in Feishu, publish a version and have it approved.",
  },
  unknown_tenant: {
    status: 200,
    title: "These look like other people",
    message: "Only {known} of {linked} linked users are among the {seen} people Feishu shows; nothing was applied.",
    cause: "The App ID belongs to another company's Feishu.",
    cure: "Check the App ID; a change of company needs the integration to be removed first.",
  },
  department_cycle: {
    status: 200,
    title: "Departments go round in a circle",
    message: "These departments are their own ancestors: {departments}; nothing was applied.",
    cause: "Feishu returned a department tree that is no tree.",
    cure: "Correct the parent of one of them in Feishu.",
  },
  locked_fields_unreadable: {
    status: 200,
    title: "Needed fields may not be read",
    message: "The Feishu app may not read {fields}; nothing was applied.",
    cause: "Name, e-mail and departments are always synced, and a permission for them is missing.",
    cure: "Grant the permissions `larkbridge doctor` lists, and publish a version.",
  },
});
