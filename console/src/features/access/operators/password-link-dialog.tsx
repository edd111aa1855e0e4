import { useQuery } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { queryOf, routes } from "../../../api/index.ts";
import { CopyButton, ErrorState, Mono, PageSkeleton } from "../../../design/index.ts";
import { formatFull } from "../../../i18n/format.ts";
import { currentLanguage } from "../../../i18n/index.ts";

/** Makes a one-time link with which somebody chooses a password, and shows it to be copied. `id` is the user's. */
export function PasswordLinkDialog(props: {
  readonly id: string;
  readonly name: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation("access");
  // Each opening makes a new link, and the one before stops working.
  const link = useQuery({
    ...queryOf(routes.createPasswordLink, { params: { id: props.id } }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return (
    <Modal
      open
      title={t("operators.linkTitle")}
      onCancel={props.onClose}
      footer={
        <Button type="primary" onClick={props.onClose}>
          {t("operators.close")}
        </Button>
      }
    >
      {link.isError ? <ErrorState error={link.error} /> : null}
      {link.isPending ? <PageSkeleton rows={2} /> : null}
      {link.data ? (
        <div className="stack">
          <p>
            {t("operators.linkAbout", {
              name: props.name,
              until: formatFull(new Date(link.data.expires_at), currentLanguage()),
            })}
          </p>
          <Mono>{link.data.url}</Mono>
          <div>
            <CopyButton text={link.data.url} what={t("operators.link")} label={t("operators.link")} />
          </div>
        </div>
      ) : null}
    </Modal>
  );
}
