import { useNavigate } from "@tanstack/react-router";
import { Input, Modal } from "antd";
import { type KeyboardEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { destinationsFor, fittingDestinations } from "./destinations.ts";
import { features } from "./features.ts";
import "./jump-dialog.css";
import { useMe } from "./me.ts";

/** Goes to a page by its name; what fits none is looked for among the users. */
export function JumpDialog({ onClose }: { readonly onClose: () => void }) {
  const me = useMe();
  const navigate = useNavigate();
  const id = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const destinations = destinationsFor(me.role, features);
  const { t } = useTranslation(["app", ...new Set(destinations.map(({ namespace }) => namespace))]);
  const titled = destinations.map(({ path, namespace, titleKey }) => ({ path, title: t(`${namespace}:${titleKey}`) }));
  const mayFind = titled.some(({ path }) => path === "/users");
  const search = { path: `/users?search=${encodeURIComponent(text.trim())}`, title: t("app:jump.users", { text }) };
  const shown = [...fittingDestinations(titled, text), ...(text.trim() !== "" && mayFind ? [search] : [])];
  const go = (path: string | undefined) => {
    if (path === undefined) return;
    onClose();
    void navigate({ href: path });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && shown.length > 0) {
      event.preventDefault();
      setAt((at + step + shown.length) % shown.length);
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) go(shown[at]?.path);
  };
  return (
    <Modal open title={t("app:jump.title")} footer={null} onCancel={onClose} destroyOnHidden>
      <Input
        autoFocus
        role="combobox"
        aria-label={t("app:jump.title")}
        aria-expanded={shown.length > 0}
        aria-controls={id}
        aria-activedescendant={shown.length > 0 ? `${id}-${at}` : undefined}
        aria-autocomplete="list"
        placeholder={t("app:jump.hint")}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={id} role="listbox" aria-label={t("app:jump.pages")} className="jump-list">
        {shown.map(({ path, title }, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the option in view.
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the field's.
          <div
            key={path}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            className="jump-option"
            ref={(element) => {
              if (index === at) element?.scrollIntoView({ block: "nearest" });
            }}
            onClick={() => go(path)}
          >
            {title}
          </div>
        ))}
      </div>
      {shown.length === 0 ? <p role="status">{t("app:jump.nothing")}</p> : null}
    </Modal>
  );
}
