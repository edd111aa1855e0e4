/** Result codes (RFC 4511 section 4.1.9), those we give. */
export const RESULT = {
  success: 0,
  operationsError: 1,
  protocolError: 2,
  timeLimitExceeded: 3,
  sizeLimitExceeded: 4,
  compareFalse: 5,
  compareTrue: 6,
  authMethodNotSupported: 7,
  unavailableCriticalExtension: 12,
  confidentialityRequired: 13,
  noSuchAttribute: 16,
  undefinedAttributeType: 17,
  noSuchObject: 32,
  invalidDnSyntax: 34,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  busy: 51,
  unavailable: 52,
  unwillingToPerform: 53,
} as const;

export type ResultCode = (typeof RESULT)[keyof typeof RESULT];

/** How an operation ended. */
export interface LdapResult {
  readonly code: ResultCode;
  readonly matchedDn?: string;
  readonly message?: string;
}
