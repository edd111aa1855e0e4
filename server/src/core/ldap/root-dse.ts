import { SUBSCHEMA_DN } from "./subschema.ts";

/** Object identifiers of what we can do beyond the base protocol. */
export const OID = {
  pagedResults: "1.2.840.113556.1.4.319",
  /** Accepted because there is nothing it could change: we hold no referrals. JNDI sends it. */
  manageDsaIt: "2.16.840.1.113730.3.4.2",
  startTls: "1.3.6.1.4.1.1466.20037",
  whoAmI: "1.3.6.1.4.1.4203.1.11.3",
  allOperational: "1.3.6.1.4.1.4203.1.5.1",
  absoluteFilters: "1.3.6.1.4.1.4203.1.5.3",
  noticeOfDisconnection: "1.3.6.1.4.1.1466.20036",
} as const;

/** The root DSE (RFC 4512 section 5.1), the one entry everybody may read. */
export function rootDse(options: {
  readonly baseDn: string;
  readonly startTls: boolean;
  readonly version: string;
}): Readonly<Record<string, readonly string[]>> {
  return {
    objectClass: ["top"],
    namingContexts: [options.baseDn],
    defaultNamingContext: [options.baseDn],
    subschemaSubentry: [SUBSCHEMA_DN],
    supportedLDAPVersion: ["3"],
    supportedControl: [OID.pagedResults, OID.manageDsaIt],
    supportedExtension: [...(options.startTls ? [OID.startTls] : []), OID.whoAmI],
    supportedFeatures: [OID.allOperational, OID.absoluteFilters],
    vendorName: ["Larkbridge"],
    vendorVersion: [options.version],
  };
}
