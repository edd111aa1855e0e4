import type { FeatureRoute } from "../../app/feature.ts";

const readers = ["owner", "administrator", "auditor"] as const;
const operators = ["owner", "administrator"] as const;

/** The pages of accounts and access. */
export const accessRoutes: readonly FeatureRoute[] = [
  {
    path: "/login",
    component: () => import("./sign-in/sign-in-page.tsx").then((page) => page.SignInPage),
    titleKey: "signIn.title",
    frame: "bare",
  },
  {
    path: "/sign-in/feishu",
    component: () => import("./sign-in/outcome-page.tsx").then((page) => page.OutcomePage),
    titleKey: "outcome.title",
    frame: "bare",
  },
  {
    path: "/setup",
    component: () => import("./sign-in/setup-page.tsx").then((page) => page.SetupPage),
    titleKey: "setup.title",
    frame: "bare",
  },
  {
    path: "/password-link",
    component: () => import("./sign-in/password-link-page.tsx").then((page) => page.PasswordLinkPage),
    titleKey: "link.title",
    frame: "bare",
  },
  {
    path: "/sign-in-link",
    component: () => import("./sign-in/sign-in-link-page.tsx").then((page) => page.SignInLinkPage),
    titleKey: "signInLink.title",
    frame: "bare",
  },
  {
    path: "/new-password",
    component: () => import("./sign-in/new-password-page.tsx").then((page) => page.NewPasswordPage),
    titleKey: "newPassword.title",
    frame: "bare",
  },
  {
    path: "/me",
    component: () => import("./me/me-page.tsx").then((page) => page.MePage),
    titleKey: "me.title",
  },
  {
    path: "/operators",
    component: () => import("./operators/operators-page.tsx").then((page) => page.OperatorsPage),
    titleKey: "operators.title",
    roles: readers,
  },
  {
    path: "/tokens",
    component: () => import("./tokens/tokens-page.tsx").then((page) => page.TokensPage),
    titleKey: "tokens.title",
    roles: operators,
  },
  {
    path: "/settings",
    component: () => import("./settings/settings-page.tsx").then((page) => page.SettingsPage),
    titleKey: "settings.title",
    roles: readers,
  },
];
