import type {
  LdapEntryChangeView,
  LdapProbeView,
  LdapRunIssueView,
  LdapRunView,
  LdapTargetView,
} from "@larkbridge/contract";

/** What the API answers, by the words of this feature. */
export type Target = LdapTargetView;
export type TargetRun = LdapRunView;
export type EntryChange = LdapEntryChangeView;
export type EntryIssue = LdapRunIssueView;
export type Probe = LdapProbeView;
