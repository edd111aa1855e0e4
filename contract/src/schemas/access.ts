import { z } from "zod";
import { ROLES, TOKEN_SCOPES } from "../permission.ts";
import { instant, uuid } from "./base.ts";

/** Accounts and access: who is signed in, how, and what they may set for themselves (product.md 3.3, 3.4, 5.16). */

export const language = z.enum(["en", "zh"]);
const theme = z.enum(["light", "dark"]);

/** NIST SP 800-63B: length is what counts; 8 to 256 characters and no rule of composition. */
const newPassword = z.string().min(8).max(256);
/** As typed; whether it is right is not the schema's to say. */
const typedPassword = z.string().min(1).max(256);
/** Six digits of an authenticator, or a recovery code. */
const secondFactor = z.string().trim().min(6).max(20);
/** What a one-time link carries behind `#token=`. */
const linkToken = z.string().min(20).max(100);

const username = z
  .string()
  .trim()
  .regex(/^[a-z0-9]([a-z0-9._-]{0,58}[a-z0-9])?$/);

/** An http or https address without path. */
const origin = z.url({ protocol: /^https?$/ }).refine((value) => new URL(value).pathname === "/");

export const setupState = z
  .object({
    needed: z.boolean().describe("There is no owner yet"),
    language: language.nullable().describe("Of the installation, for people who chose none"),
    public_url: z.string().nullable(),
    public_url_declared: z.boolean().describe("Set by file or environment, and so not to be set here"),
  })
  .meta({ id: "SetupState" });

export const setupRequest = z
  .strictObject({
    token: linkToken,
    username,
    name: z.string().trim().min(1).max(100),
    password: newPassword,
    public_url: origin.nullable().default(null),
    language: language.nullable().default(null),
  })
  .meta({ id: "SetupRequest" });

export const signInRequest = z
  .strictObject({
    username: z.string().trim().min(1).max(320).describe("Username or e-mail"),
    password: typedPassword,
    code: secondFactor.optional().describe("Once `second_factor_required` was answered"),
  })
  .meta({ id: "SignInRequest" });

export const proofRequest = z
  .strictObject({ password: typedPassword, code: secondFactor.optional() })
  .meta({ id: "ProofRequest" });

export const linkRequest = z.strictObject({ token: linkToken }).meta({ id: "LinkRequest" });

const preferences = {
  language: language.nullable(),
  theme: theme.nullable().describe("Null follows the system"),
};

/** Who the caller is. */
export const me = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("token"), id: uuid, name: z.string(), scopes: z.array(z.enum(TOKEN_SCOPES)) }),
    z.object({
      kind: z.literal("user"),
      id: uuid,
      name: z.string(),
      username: z.string(),
      role: z.enum(ROLES),
      email: z.string().nullable(),
      must_change_password: z.boolean().describe("Nothing else is answered until the password is changed"),
      has_password: z.boolean(),
      totp: z.boolean().describe("A second factor is asked for at sign-in"),
      recovery_codes_left: z.int(),
      proved_until: instant.nullable().describe("Until then nothing asks for the password again"),
      feishu_email: z.string().nullable().describe("Whether it is verified: `/me/feishu-email`"),
      feishu_linked: z.boolean().describe("A Feishu account is linked"),
      ...preferences,
    }),
  ])
  .meta({ id: "Me" });
export type MeView = z.infer<typeof me>;

export const preferencesChange = z
  .strictObject({ language: preferences.language.optional(), theme: preferences.theme.optional() })
  .meta({ id: "PreferencesChange" });

export const passwordChange = z
  .strictObject({ current: typedPassword, password: newPassword })
  .meta({ id: "PasswordChange" });

const session = z
  .object({
    id: uuid,
    current: z.boolean(),
    created_at: instant,
    last_seen_at: instant,
    expires_at: instant,
    user_agent: z.string().nullable(),
    address: z.string(),
  })
  .meta({ id: "Session" });
export type SessionView = z.infer<typeof session>;

export const sessionList = z.object({ items: z.array(session) }).meta({ id: "SessionList" });

export const signedOut = z.object({ signed_out: z.literal(true) }).meta({ id: "SignedOut" });

export const totpEnrolment = z
  .object({
    secret: z.string().describe("For typing by hand; base32"),
    uri: z.string().describe("otpauth://, what the QR code holds"),
  })
  .meta({ id: "TotpEnrolment" });

export const totpConfirmation = z
  .strictObject({
    code: z
      .string()
      .trim()
      .regex(/^\d{6}$/),
  })
  .meta({ id: "TotpConfirmation" });

export const recoveryCodes = z
  .object({ recovery_codes: z.array(z.string()).describe("Shown this once; each opens once") })
  .meta({ id: "RecoveryCodes" });

export const passwordLink = z
  .object({ url: z.string(), expires_at: instant })
  .meta({ id: "PasswordLink", description: "Opens once; whoever has it chooses the password" });

export const passwordLinkUse = z
  .strictObject({ token: linkToken, password: newPassword })
  .meta({ id: "PasswordLinkUse" });

export const passwordLinkUsed = z.object({ username: z.string() }).meta({ id: "PasswordLinkUsed" });
