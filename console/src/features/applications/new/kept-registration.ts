import { EMPTY_REGISTRATION, type RegistrationValues } from "../form/form-values.ts";

/** Keeps a registration that is not finished, in this tab: a reload loses nothing. There is no secret in it yet. */
const STORED_AS = "larkbridge-new-application";

export function readRegistration(): RegistrationValues {
  const stored = sessionStorage.getItem(STORED_AS);
  if (stored === null) return EMPTY_REGISTRATION;
  try {
    return { ...EMPTY_REGISTRATION, ...(JSON.parse(stored) as Partial<RegistrationValues>) };
  } catch {
    // Somebody else wrote there.
    return EMPTY_REGISTRATION;
  }
}

export function keepRegistration(values: RegistrationValues): void {
  sessionStorage.setItem(STORED_AS, JSON.stringify(values));
}

export function forgetRegistration(): void {
  sessionStorage.removeItem(STORED_AS);
}
