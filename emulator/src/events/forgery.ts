import { z } from "zod";

/** Ways in which a push may be made to look wrong on purpose: what an attacker, or a mistake, would send. */
export const forgeryInput = z.strictObject({
  /** Signed with another key, or not at all. */
  signature: z.enum(["wrong", "missing"]).optional(),
  /** How far in the past the signed time lies (the future with a negative number). */
  age_seconds: z.number().optional(),
  /** Sent in the clear although an Encrypt Key is set. */
  plaintext: z.boolean().optional(),
  /** Encrypted with another key. */
  encrypt_key: z.string().min(1).optional(),
  verification_token: z.string().optional(),
  app_id: z.string().optional(),
  tenant_key: z.string().optional(),
  event_id: z.string().min(1).optional(),
  /** Blanks behind the JSON that make the body this many bytes larger. */
  padding_bytes: z.number().int().min(0).max(20_000_000).optional(),
});
export type Forgery = z.infer<typeof forgeryInput>;
