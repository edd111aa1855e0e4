import { CopyButton } from "./copy-button.tsx";
import { Mono } from "./text.tsx";

/** A secret that is shown this once. `about` says so, `what` names it, `copy` is the button's word. */
export function SecretBox(props: {
  readonly secret: string;
  readonly about: string;
  readonly what: string;
  readonly copy: string;
}) {
  return (
    <div className="secret">
      <p>{props.about}</p>
      <p className="secret-box">
        <Mono>{props.secret}</Mono>
      </p>
      <div>
        <CopyButton text={props.secret} what={props.what} label={props.copy} />
      </div>
    </div>
  );
}
