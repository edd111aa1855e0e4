/** Integrations; what other features use of their forms. */
export { ChoiceField, Field } from "./sync-form/field.tsx";
export { problemsOf, type SettingProblems } from "./sync-form/schedule.ts";
export { ScheduleFields } from "./sync-form/schedule-fields.tsx";
