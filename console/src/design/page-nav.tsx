import { Link } from "@tanstack/react-router";

/** The way between the pages of one place. */
export function PageNav(props: {
  readonly label: string;
  readonly places: readonly { readonly path: string; readonly title: string }[];
}) {
  return (
    <nav className="page-nav" aria-label={props.label}>
      <ul>
        {props.places.map(({ path, title }) => (
          <li key={path}>
            <Link to={path as "/"} activeOptions={{ exact: true, includeSearch: false }}>
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
