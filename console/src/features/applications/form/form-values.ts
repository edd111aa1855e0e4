import type { ApplicationView, RequestOf } from "@larkbridge/contract";
import type { ContractRoutes } from "../../../api/index.ts";
import { type AccessValue, EVERYONE } from "../access/access-value.ts";
import type { Claim } from "./claims.ts";
import { type ApplicationKind, filledUrls } from "./redirect-url.ts";

/** An application's settings as they are typed. */
export interface SettingsValues {
  readonly name?: string;
  readonly description?: string;
  readonly home_url?: string;
  readonly redirect_uris?: readonly (string | undefined)[];
  readonly post_logout_redirect_uris?: readonly (string | undefined)[];
  readonly backchannel_logout_uri?: string;
  readonly claims?: readonly Claim[];
  readonly pkce_required?: boolean;
  readonly refresh_tokens?: boolean;
}

/** A registration as it is typed: the settings, its kind, and who may use it. */
export interface RegistrationValues extends SettingsValues {
  readonly kind: ApplicationKind;
  readonly access: AccessValue;
}

export const EMPTY_REGISTRATION: RegistrationValues = {
  kind: "web",
  name: "",
  description: "",
  home_url: "",
  redirect_uris: [""],
  claims: ["email", "groups"],
  access: EVERYONE,
};

/** The settings of an application that is there, to be edited. */
export function toSettingsValues(application: ApplicationView): SettingsValues {
  const { name, description, claims, pkce_required, refresh_tokens } = application;
  const { redirect_uris: redirects, post_logout_redirect_uris: afterwards } = application;
  return {
    name,
    description,
    home_url: application.home_url ?? "",
    redirect_uris: redirects.length > 0 ? redirects : [""],
    post_logout_redirect_uris: afterwards,
    backchannel_logout_uri: application.backchannel_logout_uri ?? "",
    claims,
    pkce_required,
    refresh_tokens,
  };
}

/** What changes of it are sent. A device has no redirects, and keeps none. */
export function toChanges(
  values: SettingsValues,
  kind: ApplicationKind,
): NonNullable<RequestOf<ContractRoutes["updateApplication"]>["body"]> {
  return {
    name: (values.name ?? "").trim(),
    description: (values.description ?? "").trim(),
    home_url: textOrNull(values.home_url),
    claims: [...(values.claims ?? [])],
    refresh_tokens: values.refresh_tokens ?? false,
    ...(kind === "device"
      ? {}
      : {
          redirect_uris: filledUrls(values.redirect_uris),
          post_logout_redirect_uris: filledUrls(values.post_logout_redirect_uris),
          backchannel_logout_uri: textOrNull(values.backchannel_logout_uri),
        }),
    ...(kind === "web" ? { pkce_required: values.pkce_required ?? true } : {}),
  };
}

/** What registers an application. */
export function toNewApplication(
  values: RegistrationValues,
): NonNullable<RequestOf<ContractRoutes["createApplication"]>["body"]> {
  return {
    kind: values.kind,
    name: (values.name ?? "").trim(),
    description: (values.description ?? "").trim(),
    home_url: textOrNull(values.home_url),
    redirect_uris: values.kind === "device" ? [] : filledUrls(values.redirect_uris),
    claims: [...(values.claims ?? [])],
  };
}

function textOrNull(text: string | undefined): string | null {
  return text === undefined || text.trim() === "" ? null : text.trim();
}
