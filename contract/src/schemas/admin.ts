import { z } from "zod";
import { TOKEN_SCOPES } from "../permission.ts";
import { actor, fieldValues, instant, pageQuery, runId, searchText, uuid } from "./base.ts";

const scopes = z.array(z.enum(TOKEN_SCOPES));

export const apiToken = z
  .object({
    id: uuid,
    name: z.string(),
    scopes,
    bootstrap: z.boolean().describe("Made from LARKBRIDGE_API_TOKEN"),
    created_by: actor,
    created_at: instant,
    expires_at: instant.nullable(),
    last_used_at: instant.nullable(),
    revoked_at: instant.nullable(),
  })
  .meta({ id: "ApiToken" });
export type ApiTokenView = z.infer<typeof apiToken>;

export const newApiToken = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    scopes: scopes.min(1),
    expires_at: instant.nullable().default(null),
  })
  .meta({ id: "NewApiToken" });

/** The one answer that shows the token itself. */
export const createdApiToken = z.object({ token: apiToken, secret: z.string() }).meta({ id: "CreatedApiToken" });

export const auditRecord = z
  .object({
    id: z.string(),
    at: instant,
    actor,
    action: z.string(),
    object_kind: z.string(),
    object_id: z.string().nullable(),
    before: fieldValues,
    after: fieldValues,
    run: runId.nullable(),
  })
  .meta({ id: "AuditRecord" });

export const auditQuery = z.strictObject({
  ...pageQuery,
  actor: searchText.optional().describe("Part of the actor's name, or its id"),
  action: z.string().max(100).optional().describe("What the action begins with"),
  object_kind: z.string().max(100).optional(),
  object_id: z.string().max(100).optional(),
  from: instant.optional(),
  until: instant.optional().describe("Exclusive"),
});

export const readiness = z
  .object({
    status: z.enum(["ready", "not_ready"]),
    checks: z.array(z.object({ name: z.string(), ready: z.boolean() })),
  })
  .meta({ id: "Readiness" });
