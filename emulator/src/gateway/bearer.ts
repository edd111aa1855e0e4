/** The token of an Authorization header; without the word `Bearer` there is none (trap 38). */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1];
}
