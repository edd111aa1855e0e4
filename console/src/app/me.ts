import type { Role } from "@larkbridge/contract";
import { useSuspenseQuery } from "@tanstack/react-query";
import { queryOf, type RouteHandle } from "../api/index.ts";

/** Who is signed in. */
export interface Me {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly role: Role;
}

const getMe: RouteHandle = { id: "getMe", method: "GET", path: "/api/v1/me" };

/** Reads who is signed in. Without a session it throws at once: the shell then leads to the sign-in page. */
export const meQuery = { ...queryOf(getMe, {}, { onLostSession: "throw" }), staleTime: 5 * 60_000 };

/** Who is signed in, on any page inside the shell. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data as Me;
}
