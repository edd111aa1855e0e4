import type { SnippetFacts } from "./facts.ts";

/** What a command line or a screen without a browser does (RFC 8628), to be tried by hand. */
export function writeDevice(facts: SnippetFacts, deviceEndpoint: string): string {
  return `# Ask for a code; show people user_code and verification_uri.
curl -s ${deviceEndpoint} \\
  -d client_id=${facts.clientId} -d scope='${facts.scopes.join(" ")}'

# Then ask every few seconds ("interval") until somebody has typed it.
curl -s ${facts.tokenEndpoint} \\
  -d client_id=${facts.clientId} \\
  -d grant_type=urn:ietf:params:oauth:grant-type:device_code \\
  -d device_code=PASTE-THE-DEVICE-CODE
`;
}
