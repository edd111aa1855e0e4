import type { z } from "zod";
import {
  applicationAnswer,
  botAnswer,
  contactScopes,
  departmentAnswer,
  departmentRecord,
  departmentsAnswer,
  emptyAnswer,
  grantedScopes,
  pageOf,
  rawUserAnswer,
  rosterPage,
  sentAnswer,
  tenantAnswer,
  userAnswer,
  userRecord,
  usersAnswer,
} from "./answers.ts";
import type { ApiCall } from "./client.ts";

/** The APIs in use, one function each: arguments → the question to ask (feishu contract 3.2, 4.1, 5). */

/** Most records a list page or a batch call gives. */
export const PAGE_SIZE = 50;

const IDS = { user_id_type: "open_id", department_id_type: "open_department_id" } as const;

const departmentPage = pageOf(departmentRecord);
const userPage = pageOf(userRecord);

/** Departments below one; the whole subtree with `recursive`. "0" is the root and needs a full contact range. */
export function childrenOf(department: string, recursive: boolean, token: string | null, pageSize = PAGE_SIZE) {
  return question({
    api: "contact/v3/departments/:id/children",
    path: `contact/v3/departments/${encodeURIComponent(department)}/children`,
    params: { ...IDS, fetch_child: recursive, page_size: pageSize, page_token: token ?? undefined },
    answer: departmentPage,
  });
}

/** Departments by id, at most 50; those out of range or gone are left out of the answer. */
export function departmentsBatch(departments: readonly string[]) {
  return question({
    api: "contact/v3/departments/batch",
    params: { ...IDS, department_ids: departments },
    answer: departmentsAnswer,
  });
}

/** One department by id; refused when out of range or gone. */
export function oneDepartment(department: string) {
  return question({
    api: "contact/v3/departments/:id",
    path: `contact/v3/departments/${encodeURIComponent(department)}`,
    params: IDS,
    answer: departmentAnswer,
  });
}

/** People directly in a department, without those below it. */
export function membersOf(department: string, token: string | null, pageSize = PAGE_SIZE) {
  return question({
    api: "contact/v3/users/find_by_department",
    params: { ...IDS, department_id: department, page_size: pageSize, page_token: token ?? undefined },
    answer: userPage,
  });
}

/** People by id, at most 50; those out of range or gone are left out of the answer. */
export function usersBatch(users: readonly string[]) {
  return question({ api: "contact/v3/users/batch", params: { ...IDS, user_ids: users }, answer: usersAnswer });
}

/** One person by id; refused when out of range or gone. */
export function oneUser(user: string) {
  return question({ ...userQuestion(user), answer: userAnswer });
}

/** The same in the API's own words. */
export function oneUserRaw(user: string) {
  return question({ ...userQuestion(user), answer: rawUserAnswer });
}

function userQuestion(user: string) {
  return { api: "contact/v3/users/:id", path: `contact/v3/users/${encodeURIComponent(user)}`, params: IDS };
}

/** The contact range as configured: nodes, not descendants. */
export function contactRange(token: string | null) {
  return question({
    api: "contact/v3/scopes",
    params: { ...IDS, page_size: 100, page_token: token ?? undefined },
    answer: contactScopes,
  });
}

/** The app's permissions; needs none itself. */
export const permissionsOfApp = question({ api: "application/v6/scopes", answer: grantedScopes });

export const botInformation = question({ api: "bot/v3/info", answer: botAnswer });
export const tenantInformation = question({ api: "tenant/v2/tenant/query", answer: tenantAnswer });
export const applicationInformation = question({
  api: "application/v6/applications/:id",
  path: "application/v6/applications/me",
  params: { lang: "en_us" },
  answer: applicationAnswer,
});

/** People the HR roster knows as resigned (status 5), among those named; at most 100. */
export function resignedAmong(users: readonly string[], token: string | null) {
  return question({
    api: "ehr/v1/employees",
    params: { user_id_type: "open_id", status: "5", user_ids: users, page_size: 100, page_token: token ?? undefined },
    answer: rosterPage,
  });
}

/** One message to one person; the same uuid is delivered once within an hour (feishu contract 7.1). */
export function sendMessage(to: { readonly idType: "open_id" | "email"; readonly id: string }, message: SentMessage) {
  return question({
    api: "im/v1/messages",
    params: { receive_id_type: to.idType },
    body: { receive_id: to.id, msg_type: message.type, content: message.content, uuid: message.uuid },
    receiver: to.id,
    // Whoever sends notes each attempt and decides about the next.
    once: true,
    answer: sentAnswer,
  });
}

interface SentMessage {
  readonly type: string;
  readonly content: string;
  readonly uuid: string;
}

/** Another content for a card of ours, within 14 days. */
export function changeCard(messageId: string, content: string) {
  return question({
    api: "im/v1/messages/:id",
    path: `im/v1/messages/${encodeURIComponent(messageId)}`,
    method: "PATCH",
    body: { content },
    receiver: messageId,
    answer: emptyAnswer,
  });
}

function question<Schema extends z.ZodType>(
  asked: Omit<ApiCall<unknown>, "answer"> & { readonly answer: Schema },
): ApiCall<z.output<Schema>> {
  return asked as ApiCall<z.output<Schema>>;
}
