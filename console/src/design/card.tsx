import { type ReactNode, useId } from "react";

/** A panel with a title. `flush` lets a table reach its edges. */
export function Card(props: {
  readonly title?: ReactNode;
  readonly extra?: ReactNode;
  readonly flush?: boolean;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={props.flush ? "card card-flush" : "card"} aria-labelledby={props.title ? id : undefined}>
      {props.title || props.extra ? (
        <div className="card-head">
          {props.title ? <h2 id={id}>{props.title}</h2> : null}
          {props.extra}
        </div>
      ) : null}
      {props.children}
    </section>
  );
}

/** Name and value pairs. */
export function Facts({ items }: { readonly items: readonly { readonly name: string; readonly value: ReactNode }[] }) {
  return (
    <dl className="facts">
      {items.map((item) => (
        <div key={item.name}>
          <dt>{item.name}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
