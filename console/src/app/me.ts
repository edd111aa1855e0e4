import type { ResponseOf } from "@larkbridge/contract";
import { useSuspenseQuery } from "@tanstack/react-query";
import { type ContractRoutes, queryOf, routes } from "../api/index.ts";

/** Who is signed in. */
export type Me = Extract<ResponseOf<ContractRoutes["getMe"]>, { readonly kind: "user" }>;

/** Reads who is signed in. Without a session it throws at once: the shell then leads to the sign-in page. */
export const meQuery = { ...queryOf(routes.getMe, {}, { onLostSession: "throw" }), staleTime: 5 * 60_000 };

/** Who is signed in, on any page inside the shell. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data as Me;
}
