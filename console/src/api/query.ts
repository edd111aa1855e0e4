import type { RequestOf, ResponseOf, RouteContract } from "@larkbridge/contract";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { type CallOptions, call } from "./call.ts";
import type { ApiProblem } from "./problem.ts";
import type { RouteHandle, routes } from "./routes.ts";

/** Options for `useQuery` and friends: reads a route, keyed by its id and the request. */
export function queryOf<Route extends RouteContract>(
  route: RouteHandle<Route>,
  request: RequestOf<Route> = {},
  options: Pick<CallOptions, "onLostSession"> = {},
) {
  return queryOptions<ResponseOf<Route>, ApiProblem>({
    queryKey: [route.id, request],
    queryFn: ({ signal }) => call(route, request, { signal, ...options }),
  });
}

/**
 * A mutation that calls a route: `mutate(request)`. `refreshes` names the routes whose answers it makes stale;
 * they are read again once it has succeeded.
 */
export function useCall<Route extends RouteContract>(
  route: RouteHandle<Route>,
  { refreshes = [] }: { readonly refreshes?: readonly (keyof typeof routes)[] } = {},
) {
  const client = useQueryClient();
  return useMutation<ResponseOf<Route>, ApiProblem, RequestOf<Route>>({
    mutationFn: (request) => call(route, request),
    onSuccess: async () => {
      await Promise.all(refreshes.map((id) => client.invalidateQueries({ queryKey: [id] })));
    },
  });
}
