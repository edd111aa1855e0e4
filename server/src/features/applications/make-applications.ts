import { err, ok } from "../../core/kernel/result.ts";
import { findRefusedUri } from "../../core/signin/redirect-uri.ts";
import type { Clock } from "../../platform/clock/clock.ts";
import { hashToken, newSecret } from "../../platform/crypto/token.ts";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { readNamed } from "./access-reader.ts";
import { writeAccess } from "./access-store.ts";
import { findApplication, readApplications, readPortal } from "./application-reader.ts";
import { deleteApplication, insertApplication, updateApplication, writeSecret } from "./application-store.ts";
import { newClientId } from "./client-id.ts";
import type { ApplicationChanges, ApplicationKind, Applications } from "./ports.ts";

/** Makes the use cases about applications that sign people in with us. */
export function makeApplications({
  database: { kysely },
  clock,
}: {
  readonly database: Pick<OpenDatabase, "kysely">;
  readonly clock: Clock;
}): Applications {
  return {
    list: (search, page) => readApplications(kysely, search, page),
    find: (id) => findApplication(kysely, id),
    async create(wanted, actor) {
      const url = refusedUrl(wanted, wanted.kind);
      if (url !== undefined) return err({ code: "application_redirect_invalid", detail: { url } });
      const secret = wanted.kind === "web" ? newSecret() : null;
      const registration = { clientId: newClientId(), secretHash: secret === null ? null : hashToken(secret) };
      const settled = { ...wanted, ...settle(wanted, wanted.kind) };
      const made = await insertApplication(kysely, settled, registration, actor, clock.now());
      return made.ok ? ok({ application: made.value, secret }) : made;
    },
    async update(id, changes, actor) {
      const found = await findApplication(kysely, id);
      if (found === undefined) return err({ code: "application_not_found" });
      const url = refusedUrl(changes, found.kind);
      if (url !== undefined) return err({ code: "application_redirect_invalid", detail: { url } });
      return updateApplication(kysely, id, { ...changes, ...settle(changes, found.kind) }, actor, clock.now());
    },
    remove: (id, actor) => deleteApplication(kysely, id, actor, clock.now()),
    async replaceSecret(id, actor) {
      const secret = newSecret();
      const written = await writeSecret(kysely, id, hashToken(secret), actor, clock.now());
      return written.ok ? ok({ application: written.value, secret }) : written;
    },
    async readAccess(id) {
      const found = await findApplication(kysely, id);
      return found && { everyone: found.everyone, ...(await readNamed(kysely, id)) };
    },
    changeAccess: (id, change, actor) => writeAccess(kysely, id, change, actor, clock.now()),
    listForPortal: (userId) => readPortal(kysely, userId),
  };
}

/** Finds an address that a client of this kind may not have, or that no browser would go to. */
function refusedUrl(changes: ApplicationChanges, kind: ApplicationKind): string | undefined {
  const urls = [...(changes.redirectUris ?? []), ...(changes.postLogoutRedirectUris ?? [])];
  return findRefusedUri(urls, kind) ?? urls.find((url) => !URL.canParse(url));
}

/** Clients without a secret always prove themselves with PKCE (RFC 9700 section 2.1.1); what is said twice counts once. */
function settle({ claims, pkceRequired }: ApplicationChanges, kind: ApplicationKind) {
  return {
    ...(claims === undefined ? {} : { claims: [...new Set(claims)] }),
    ...(pkceRequired === undefined ? {} : { pkceRequired: pkceRequired || kind !== "web" }),
  };
}
