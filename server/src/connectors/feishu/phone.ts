import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/**
 * Mainland mobile numbers in the three shapes the platform gives (feishu contract, trap 17). Nearly every number is one, and
 * this road costs a hundredth of the general one.
 */
const MAINLAND_MOBILE = /^(?:\(?\+86\)?[ -]?)?(1[3-9]\d{9})$/;

/**
 * Brings a telephone number to E.164; numbers without a country code are mainland China's. A text that is no possible
 * number comes back trimmed, so that the planner can name it instead of it vanishing. Returns null for an empty one.
 */
export function toE164(raw: string): string | null {
  const trimmed = raw.trim();
  if (trimmed === "") return null;
  const mainland = MAINLAND_MOBILE.exec(trimmed);
  if (mainland) return `+86${mainland[1]}`;
  const parsed = parsePhoneNumberFromString(trimmed.slice(0, 64), "CN");
  return parsed?.isPossible() ? parsed.number : trimmed;
}
