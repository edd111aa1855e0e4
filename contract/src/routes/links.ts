import { readersWith } from "../permission.ts";
import { defineRoute } from "../route.ts";
import { pageOf } from "../schemas/base.ts";
import { link, linkConflicts, linkQuery } from "../schemas/link.ts";

const tag = "Links";
const read = readersWith("directory:read");

/** Ties between users and Feishu people; they are made and taken away at the user. */
export const linkRoutes = {
  listLinks: defineRoute({
    id: "listLinks",
    method: "GET",
    path: "/api/v1/links",
    tag,
    summary: "Users who are linked, newest link first",
    permission: read,
    query: linkQuery,
    responses: { 200: pageOf(link) },
    rows: { item: link, formats: ["ndjson", "csv"] },
    errorCodes: ["cursor_invalid"],
  }),
  listLinkConflicts: defineRoute({
    id: "listLinkConflicts",
    method: "GET",
    path: "/api/v1/links/conflicts",
    tag,
    summary: "Addresses that more than one person or account claims, as the last full run found them",
    permission: read,
    responses: { 200: linkConflicts },
    errorCodes: [],
  }),
};
