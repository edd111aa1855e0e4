import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import type { ZodMiniType } from "zod/mini";

/**
 * Filters, tabs and open rows live in the URL. Its values are texts: a number is read by the page's schema
 * (`z.coerce.number()`), and `z.catch` keeps a mistyped address from breaking the page.
 */
export type SearchValues = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * The page's state in the URL, read by its schema, and a way to change some of it. A change starts the list anew:
 * the cursor of the old one goes. `replace` (the default for typing) adds no step to the browser's history.
 */
export function useSearchState<State extends SearchValues>(
  schema: ZodMiniType<State>,
): [State, (patch: Partial<State>, options?: { readonly replace?: boolean }) => void] {
  const raw = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const change = useCallback(
    (patch: Partial<State>, options: { readonly replace?: boolean } = {}) => {
      void navigate({
        to: ".",
        search: ((before: Record<string, unknown>) => ({ ...before, cursor: undefined, ...patch })) as never,
        replace: options.replace ?? false,
      });
    },
    [navigate],
  );
  return [schema.parse(raw), change];
}
