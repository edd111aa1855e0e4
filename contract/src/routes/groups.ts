import { operatorsWith, readersWith } from "../permission.ts";
import { defineRoute } from "../route.ts";
import { pageOf } from "../schemas/base.ts";
import {
  group,
  groupChanges,
  groupMember,
  groupMemberChanges,
  groupMemberQuery,
  groupParams,
  groupQuery,
  newGroup,
} from "../schemas/group.ts";

const tag = "Groups";
const params = groupParams;
const read = readersWith("directory:read");
const write = operatorsWith("directory:write");

/** Groups made by hand; departments are groups of their own kind and stand elsewhere. */
export const groupRoutes = {
  listGroups: defineRoute({
    id: "listGroups",
    method: "GET",
    path: "/api/v1/groups",
    tag,
    summary: "Groups by name",
    permission: read,
    query: groupQuery,
    responses: { 200: pageOf(group) },
    errorCodes: ["cursor_invalid"],
  }),
  createGroup: defineRoute({
    id: "createGroup",
    method: "POST",
    path: "/api/v1/groups",
    tag,
    summary: "Create a group",
    permission: write,
    body: newGroup,
    responses: { 201: group },
    errorCodes: ["group_name_taken"],
  }),
  getGroup: defineRoute({
    id: "getGroup",
    method: "GET",
    path: "/api/v1/groups/:id",
    tag,
    summary: "One group",
    permission: read,
    params,
    responses: { 200: group },
    errorCodes: ["group_not_found"],
  }),
  updateGroup: defineRoute({
    id: "updateGroup",
    method: "PATCH",
    path: "/api/v1/groups/:id",
    tag,
    summary: "Rename or describe a group",
    permission: write,
    params,
    body: groupChanges,
    responses: { 200: group },
    errorCodes: ["group_not_found", "group_name_taken"],
  }),
  deleteGroup: defineRoute({
    id: "deleteGroup",
    method: "DELETE",
    path: "/api/v1/groups/:id",
    tag,
    summary: "Delete a group; its members stay",
    permission: write,
    params,
    responses: { 200: group },
    errorCodes: ["group_not_found"],
  }),
  listGroupMembers: defineRoute({
    id: "listGroupMembers",
    method: "GET",
    path: "/api/v1/groups/:id/members",
    tag,
    summary: "Members as they were named: departments, then users, each by name",
    permission: read,
    params,
    query: groupMemberQuery,
    responses: { 200: pageOf(groupMember) },
    errorCodes: ["group_not_found", "cursor_invalid"],
  }),
  changeGroupMembers: defineRoute({
    id: "changeGroupMembers",
    method: "PATCH",
    path: "/api/v1/groups/:id/members",
    tag,
    summary: "Add and remove members",
    permission: write,
    params,
    body: groupMemberChanges,
    responses: { 200: group },
    errorCodes: ["group_not_found", "reference_unknown"],
  }),
};
