/**
 * The contract between the server and those who speak to it: each route once, the schemas of what goes in and comes
 * out, and the closed list of error codes. Depends on the schema library only; knows neither Node nor browsers.
 */
export type { ErrorEntry } from "./errors/entry.ts";
export {
  type ErrorCode,
  errorFamilies,
  errors,
  isErrorCode,
  type MessageValues,
  renderMessage,
} from "./errors/index.ts";
export { renderErrorReference } from "./errors/reference.ts";
export { renderOpenApi } from "./openapi.ts";
export {
  anySignedIn,
  everybody,
  type Permission,
  ROLES,
  type Role,
  recently,
  TOKEN_SCOPES,
  type TokenScope,
} from "./permission.ts";
export type {
  BodyOf,
  Method,
  ParamsOf,
  QueryOf,
  RequestOf,
  ResponseOf,
  RouteContract,
  RowOf,
  RowStream,
} from "./route.ts";
export { defineRoute } from "./route.ts";
export { allRoutes, routes } from "./routes/index.ts";
export type { MeView, SessionView } from "./schemas/access.ts";
export type { ApiTokenView } from "./schemas/admin.ts";
export {
  APPLICATION_CLAIMS,
  type ApplicationAccessView,
  type ApplicationView,
  type OpenidProviderView,
  type PortalApplicationView,
} from "./schemas/application.ts";
export type { DepartmentDetailView, DepartmentNodeView, DepartmentView } from "./schemas/department.ts";
export type { FeishuEventsView } from "./schemas/feishu-event.ts";
export type { GroupMemberView, GroupView } from "./schemas/group.ts";
export type { ImportedGroupView, ImportedPersonView, ImportOutcomeView } from "./schemas/import.ts";
export type {
  AccessReportView,
  DiagnosisView,
  FeishuIntegrationView,
  IntegrationConsequencesView,
  MappingReportView,
  PermissionReportView,
} from "./schemas/integration.ts";
export type {
  IntegrationDraftChangeView,
  IntegrationDraftView,
  ScheduleView,
  UserSyncChangeView,
  UserSyncSettingsView,
} from "./schemas/integration-settings.ts";
export {
  type AppPasswordListView,
  type AppPasswordView,
  LDAP_LOGIN_CODES,
  type LdapConnectionView,
  type LdapLoginTraceView,
  type LdapServiceAccountView,
  type LdapStateView,
} from "./schemas/ldap-access.ts";
export {
  LDAP_FIELD_CHANGES,
  type LdapAttributeChoicesView,
  type LdapAttributesPreviewView,
  type LdapAttributesView,
  type LdapRelationFindingView,
  type LdapRelationView,
  type LdapValueSourceView,
} from "./schemas/ldap-attribute.ts";
export {
  LDAP_GROUP_CLASSES,
  LDAP_LEAVER_POLICIES,
  LDAP_PASSWORD_SCHEMES,
  LDAP_PROFILES,
  LDAP_RUN_STATUSES,
  LDAP_TLS_MODES,
  type LdapEntryChangeView,
  type LdapProbeView,
  type LdapRunIssueView,
  type LdapRunView,
  type LdapTargetView,
} from "./schemas/ldap-target.ts";
export type { LinkConflictView, LinkView } from "./schemas/link.ts";
export type { FeishuEmailView, NoticesView } from "./schemas/notices.ts";
export type {
  MessageStatusView,
  MessageTemplateView,
  MessageView,
  NotificationView,
} from "./schemas/notification.ts";
export type { OperatorView, SettingsView } from "./schemas/operators.ts";
export type { PlanChangeView, PlanIssueView, PlanTallyView, SyncPlanView, SyncPreviewView } from "./schemas/plan.ts";
export { type Problem, problem } from "./schemas/problem.ts";
export type { FeishuOutcomeView, SignInMethodsView } from "./schemas/sign-in.ts";
export type { RunInHistoryView, SyncRunView, SyncStatusView } from "./schemas/sync-run.ts";
export type { ExplanationView, HistoryEntryView, UserDetailView, UserView } from "./schemas/user.ts";
export { WEBHOOK_EVENTS, type WebhookDeliveryView, type WebhookView } from "./schemas/webhook.ts";
