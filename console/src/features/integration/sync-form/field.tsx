import { type ReactNode, useId } from "react";
import "../integration.css";

/** A setting with its label, a line of help, and what is wrong with it. The control gets the ids that tie them together. */
export function Field(props: {
  readonly label: string;
  readonly help?: ReactNode;
  readonly problem?: string | undefined;
  readonly children: (ids: {
    readonly id: string;
    readonly labelId: string;
    readonly describedBy: string;
  }) => ReactNode;
}) {
  const id = useId();
  const labelId = `${id}-label`;
  const helpId = `${id}-help`;
  return (
    <div className="setting">
      <label className="setting-label" id={labelId} htmlFor={id}>
        {props.label}
      </label>
      <div className="setting-control">
        {props.children({ id, labelId, describedBy: helpId })}
        <div id={helpId}>
          {props.problem ? (
            <p className="setting-problem" role="alert">
              {props.problem}
            </p>
          ) : null}
          {props.help ? <p className="setting-help">{props.help}</p> : null}
        </div>
      </div>
    </div>
  );
}

/** The same for a choice among a few: the label names the group. */
export function ChoiceField(props: {
  readonly label: string;
  readonly help?: ReactNode;
  readonly children: (labelId: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="setting">
      <span className="setting-label" id={id}>
        {props.label}
      </span>
      <div className="setting-control">
        {props.children(id)}
        {props.help ? <p className="setting-help">{props.help}</p> : null}
      </div>
    </div>
  );
}
