import { z } from "zod";
import { parseMasterKey } from "../platform/crypto/master-key.ts";
import { readTargets, targetsSchema } from "./ldap-target-keys.ts";
import { key } from "./notes.ts";
import { readRelations, relationsSchema } from "./relation-keys.ts";
import { addresses, baseDn, forms, host, origin, port, text, trustedProxies } from "./value-forms.ts";

/** Keys of the process itself: where it keeps things, where it listens, who may enter first. */
export const serverKeys = {
  data_dir: key(text().default("./data"), {
    doc: "Folder of the embedded database. Relative paths count from the folder the program is started in.",
  }),
  database_url: key(
    z
      .string()
      .regex(/^postgres(ql)?:\/\/\S+$/)
      .optional(),
    {
      doc: "PostgreSQL 15 or newer instead of the embedded database; several equal processes may share it. Needs `master_key`.",
      form: "an address such as postgresql://user:password@host:5432/name",
      secret: true,
      sample: "postgresql://larkbridge:…@db.example.com:5432/larkbridge",
    },
  ),
  pg_bin_dir: key(text().optional(), {
    doc: "Folder with `postgres` and `initdb` to run as embedded database instead of the binaries that come with the package.",
    sample: "/usr/lib/postgresql/15/bin",
  }),
  master_key: key(
    z
      .string()
      .refine((value) => parseMasterKey(value) !== null)
      .optional(),
    {
      doc: "Encrypts every secret in the database; keep a copy where backups are not. `larkbridge config new-key` prints one. With the embedded database one is made beside `data_dir` when none is given.",
      form: "32 bytes in base64, as `larkbridge config new-key` prints them",
      secret: true,
      sample: "…",
    },
  ),
  public_url: key(origin().optional(), {
    doc: "Address under which people reach the console. Without it, the address listened on. Anything but https or loopback needs `allow_insecure_http`.",
    form: forms.origin,
    sample: "https://id.example.com",
  }),
  allow_insecure_http: key(z.boolean().default(false), {
    doc: "Accept a `public_url` over plain http. Passwords and cookies then cross the network readable by others.",
  }),
  trust_proxy: key(trustedProxies().default(false), {
    doc: "Reverse proxies whose `X-Forwarded-*` headers are believed: their addresses and networks. `true` believes anybody, so use it only where nobody can reach Larkbridge past the proxy.",
    form: forms.proxies,
  }),
  api_token: key(
    z
      .string()
      .regex(/^[\x21-\x7e]+$/)
      .optional(),
    {
      doc: "Makes an API token with every right at the first start. Use 32 random characters or more.",
      form: "printable ASCII characters without spaces",
      secret: true,
      sample: "…",
    },
  ),
} as const;

export const httpKeys = {
  host: key(host().default("127.0.0.1"), { doc: "Address to listen on; `0.0.0.0` is every one.", form: forms.host }),
  port: key(port().default(8080), { doc: "Port to listen on; 0 takes any free one and prints it." }),
} as const;

export const ldapKeys = {
  enabled: key(z.boolean().default(true), {
    doc: "Serves the directory by LDAP, read-only: applications search with service accounts, people sign in with their own password or an app password. Takes memory: some 100 MB for 100,000 people.",
  }),
  host: key(host().default("127.0.0.1"), { doc: "Address LDAP and LDAPS listen on.", form: forms.host }),
  port: key(port().default(3389), { doc: "Port for LDAP with StartTLS; 0 takes any free one and prints it." }),
  base_dn: key(baseDn().default("dc=larkbridge,dc=local"), { doc: "Suffix of every entry.", form: forms.dn }),
  attributes: key(relationsSchema.optional(), {
    doc: "What feeds which attribute of people: `default`, `full_name` (cn is the full name), `split_name` (sn and givenName are family and given name), `go_ldap_admin`, or a list of all relations as `GET /api/v1/ldap/attributes` shows them. Without it the console's count. In the environment the list is JSON.",
    form: "default, full_name, split_name, go_ldap_admin, or a list of relations, each an attribute and first_of with one or more of field, custom and constant",
    sample: "split_name",
    fromText: readRelations,
  }),
  targets: key(targetsSchema.optional(), {
    doc: "External LDAP servers that are kept equal to the directory; the keys of each are below. A server that is no longer listed is handed over to the console. In the environment the list is JSON.",
    form: "a list of servers",
    sample:
      '[{ name: Head office, host: ldap.example.com, port: 636, bind_dn: "cn=larkbridge,dc=example,dc=com", bind_password: …, base_dn: "dc=example,dc=com" }]',
    fromText: readTargets,
  }),
  certificate_path: key(text().optional(), {
    doc: "PEM file with the certificate, and those up to its root, that LDAPS and StartTLS show; read again when it changes. Without it one made by Larkbridge itself is shown, which clients must be told to trust.",
    sample: "/etc/larkbridge/ldap.pem",
  }),
  private_key_path: key(text().optional(), {
    doc: "PEM file with the certificate's private key. Goes together with `ldap.certificate_path`.",
    sample: "/etc/larkbridge/ldap.key",
  }),
  require_tls: key(z.boolean().default(false), {
    doc: "Refuses binds with a password that do not come through TLS.",
  }),
  app_passwords_only: key(z.boolean().default(false), {
    doc: "LDAP accepts app passwords, which people make in the portal, and no longer the passwords they sign in with.",
  }),
  size_limit: key(z.int().min(0).max(10_000_000).default(10_000), {
    doc: "Most entries a search gets that does not ask in pages; beyond it the answer ends with size limit exceeded (4). 0: as many as there are. Searches in pages (RFC 2696) get everything.",
  }),
  many_connections_from: key(addresses().optional(), {
    doc: "Where more than 64 connections may come from one address: application servers with large pools, or a gateway that many stand behind. There are 2,000 connections in all.",
    form: forms.addresses,
    sample: "10.1.2.3, 10.2.0.0/16",
  }),
} as const;

export const ldapsKeys = {
  port: key(port().default(3636), { doc: "Port for LDAP over TLS; 0 takes any free one and prints it." }),
} as const;

export const webhookKeys = {
  private_networks: key(addresses().optional(), {
    doc: "Addresses and networks of your own that webhooks may be sent to, by http as well; without it only https to addresses of the Internet. Name as little as you need: what is named here, administrators can reach from this server. Addresses where clouds tell machines their secrets are refused even when named.",
    form: forms.addresses,
    sample: "10.1.2.3, 10.2.0.0/16",
  }),
} as const;

export const adminKeys = {
  username: key(
    z
      .string()
      .regex(/^[a-z0-9]([a-z0-9._-]{0,58}[a-z0-9])?$/)
      .optional(),
    {
      doc: "Makes an owner with this name at the first start. Goes together with `admin.password`.",
      form: "lower-case letters, digits, `.`, `_` and `-`, at most 60, a letter or digit at both ends",
      sample: "owner",
    },
  ),
  password: key(text().optional(), { doc: "First password of that owner.", secret: true, sample: "…" }),
} as const;

export const retentionKeys = {
  deleted_days: key(z.int().min(1).max(3650).default(30), {
    doc: "Days a deleted person or department can be restored, before housekeeping removes it for good.",
  }),
} as const;

export const logKeys = {
  level: key(z.enum(["trace", "debug", "info", "warn", "error"]).default("info"), {
    doc: "Least urgent level that is logged.",
  }),
} as const;
