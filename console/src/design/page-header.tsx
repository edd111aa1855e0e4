import { useLocation } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";

/** Where the reader was when a title last took the focus; the first page leaves the focus where the browser put it. */
let lastPath: string | null = null;

/**
 * A page's title with what belongs beside it: a mark, a line about it, the actions (one primary button at most).
 * The title takes the focus after a navigation, so that a screen reader starts to read there; it names the window.
 */
export function PageHeader(props: {
  readonly title: string;
  readonly mark?: ReactNode;
  /** A pill or count beside the title. */
  readonly aside?: ReactNode;
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const path = useLocation({ select: (location) => location.pathname });
  useEffect(() => {
    if (lastPath !== null && lastPath !== path) heading.current?.focus();
    lastPath = path;
  }, [path]);
  useEffect(() => {
    document.title = `${props.title} · Larkbridge`;
  }, [props.title]);
  return (
    <header className="page-header">
      {props.mark ? <div className="page-header-mark">{props.mark}</div> : null}
      <div className="page-header-words">
        <div className="page-header-title">
          <h1 ref={heading} tabIndex={-1}>
            {props.title}
          </h1>
          {props.aside}
        </div>
        {props.about ? <div className="page-header-about">{props.about}</div> : null}
      </div>
      {props.actions ? <div className="page-header-actions">{props.actions}</div> : null}
    </header>
  );
}
