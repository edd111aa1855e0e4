import type { ApplicationView } from "@larkbridge/contract";

export type Claim = ApplicationView["claims"][number];

/** What an application may be told, in the order it is asked about. A test compares it with the contract. */
export const CLAIMS = ["email", "groups", "department", "phone", "employee_number", "picture"] as const;

/** Whose claims the preview shows; what is not known of them is made up. */
export interface Somebody {
  readonly name: string;
  readonly username: string;
  readonly email: string | null;
}

/** Names and values as an application gets them, for one person. `words` are made-up names in the reader's language. */
export function previewOf(
  claims: readonly Claim[],
  somebody: Somebody,
  words: { readonly department: string; readonly team: string; readonly group: string },
): Readonly<Record<string, unknown>> {
  const values: Readonly<Record<Claim, Readonly<Record<string, unknown>>>> = {
    email: { email: somebody.email ?? `${somebody.username}@example.com`, email_verified: true },
    groups: { groups: [words.group, words.department, `${words.department}/${words.team}`] },
    department: { department: words.team },
    phone: { phone_number: "+8613800000000" },
    employee_number: { employee_number: "10086" },
    picture: { picture: "https://example.com/avatar.png" },
  };
  return Object.assign(
    { sub: "0b9f5c1e-…", name: somebody.name, preferred_username: somebody.username },
    ...CLAIMS.filter((claim) => claims.includes(claim)).map((claim) => values[claim]),
  );
}

/** The scopes that ask for what an application may be told (OpenID Connect Core 5.4). */
export function scopesOf(claims: readonly Claim[], refreshTokens: boolean): string[] {
  return [
    "openid",
    "profile",
    ...(claims.includes("email") ? ["email"] : []),
    ...(claims.includes("phone") ? ["phone"] : []),
    ...(claims.includes("groups") ? ["groups"] : []),
    ...(refreshTokens ? ["offline_access"] : []),
  ];
}
