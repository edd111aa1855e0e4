/** The two services people sign in by (S12, S14): with a button in the browser, and from the Feishu workbench. */
export const SIGN_IN_SERVICES = ["singleSignOn", "clientAccess"] as const;
export type SignInService = (typeof SIGN_IN_SERVICES)[number];

/** Each service with its address and whether it is on, as the draft and the integration tell it. */
export interface SignInSettings {
  readonly single_sign_on: { readonly enabled: boolean; readonly callback_url: string };
  readonly feishu_client_access: { readonly enabled: boolean; readonly workbench_url: string };
}

/** One of them. */
export function serviceOf(settings: SignInSettings, service: SignInService): { enabled: boolean; url: string } {
  if (service === "singleSignOn")
    return { enabled: settings.single_sign_on.enabled, url: settings.single_sign_on.callback_url };
  return { enabled: settings.feishu_client_access.enabled, url: settings.feishu_client_access.workbench_url };
}

/** The way that tries a sign-in out, and comes back to the page it was begun on. */
export function testSignInHref(app: "draft" | "integration", page: string): string {
  return `/auth/feishu/start?${new URLSearchParams({ purpose: "test", app, return_to: page })}`;
}
