import { useTranslation } from "react-i18next";
import { StatusPill, type Tone } from "../../design/index.ts";
import type { User } from "./types.ts";

const TONES: Readonly<Record<User["status"], Tone>> = { active: "success", disabled: "warning", deleted: "neutral" };

/** Whether somebody may use their account. */
export function UserStatusPill({ status }: { readonly status: User["status"] }) {
  const { t } = useTranslation("people");
  return <StatusPill tone={TONES[status]}>{t(`status.${status}`)}</StatusPill>;
}
