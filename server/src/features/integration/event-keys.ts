import type { SecretBox } from "../../platform/crypto/secret-box.ts";
import { equalSecrets } from "../../platform/crypto/token.ts";

/** What proves that a webhook comes from Feishu: both stand in the app's event settings in Feishu's console. */
export interface EventKeys {
  readonly encryptKey: string;
  readonly verificationToken: string;
}

/** The columns they are kept in, sealed; both or none. */
export interface SealedEventKeys {
  readonly event_encrypt_key: string | null;
  readonly event_verification_token: string | null;
}

const placeOf = (column: keyof SealedEventKeys, appId: string) => ({ table: "feishu_connection", column, row: appId });

export function sealEventKeys(box: SecretBox, appId: string, keys: EventKeys | null): SealedEventKeys {
  return {
    event_encrypt_key: keys && box.seal(keys.encryptKey, placeOf("event_encrypt_key", appId)),
    event_verification_token: keys && box.seal(keys.verificationToken, placeOf("event_verification_token", appId)),
  };
}

/** @returns null where none are kept */
export function openEventKeys(box: SecretBox, appId: string, sealed: SealedEventKeys): EventKeys | null {
  const open = (column: keyof SealedEventKeys): string | null => {
    const text = sealed[column];
    if (text === null) return null;
    const opened = box.open(text, placeOf(column, appId));
    // The master key was checked at start: this is damage, not a mistake somebody could cure.
    if (!opened.ok) throw new Error(`The stored event keys of app ${appId} do not open: ${opened.error}`);
    return opened.value;
  };
  const encryptKey = open("event_encrypt_key");
  const verificationToken = open("event_verification_token");
  return encryptKey === null || verificationToken === null ? null : { encryptKey, verificationToken };
}

export function sameEventKeys(a: EventKeys | null, b: EventKeys | null): boolean {
  if (a === null || b === null) return a === b;
  return equalSecrets(a.encryptKey, b.encryptKey) && equalSecrets(a.verificationToken, b.verificationToken);
}
