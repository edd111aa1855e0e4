import type { Tree } from "../../core/ldap/tree.ts";
import type { Standing } from "../../core/ldap/viewer.ts";

/** Who a bind names: the login name of a person, or the name of a service account. */
export interface BindName {
  readonly kind: "person" | "service";
  readonly name: string;
}

/** How a bind ended. Unknown, wrong and disabled are one answer. */
export type BindOutcome =
  | { readonly kind: "bound"; readonly standing: Standing }
  | { readonly kind: "refused" }
  | { readonly kind: "busy" };

/** What the protocol asks of the rest of the server. */
export interface LdapPorts {
  /** The directory as it is known at this moment. */
  readonly tree: () => Tree;
  /** Answers at once where it can: clients that bind at every request do so thousands of times a second. */
  readonly bind: (who: BindName, password: string, address: string) => BindOutcome | Promise<BindOutcome>;
  /** Told of faults of ours; the client gets a result that says so. */
  readonly onFault: (error: unknown) => void;
}

/** What is said and asked of every connection. */
export interface LdapSettings {
  readonly baseDn: string;
  readonly version: string;
  readonly startTls: boolean;
  /** Binds with a password are refused in clear text. */
  readonly requireTls: boolean;
  /** Most entries of a search that is not paged; null: as many as there are. */
  readonly sizeLimit: number | null;
}
