import { useQuery } from "@tanstack/react-query";
import { type ApiProblem, call, routes } from "../../../api/index.ts";
import { refusalOf } from "./access.ts";

/** What Feishu says to App ID and App Secret (S2). */
export type PairCheck =
  | { readonly state: "idle" | "checking" }
  | { readonly state: "valid"; readonly app: string | null; readonly tenant: string | null }
  | { readonly state: "refused"; readonly code: string }
  | { readonly state: "failed"; readonly error: ApiProblem };

/** Asks Feishu about a pair as soon as `ready`; without a secret the draft's own is meant. An answer is kept only while it is shown. */
export function usePairCheck(
  pair: { readonly appId: string; readonly secret: string; readonly openUrl: string },
  ready: boolean,
): PairCheck {
  const { data, error } = useQuery<Awaited<ReturnType<typeof ask>>, ApiProblem>({
    queryKey: ["pair-check", pair],
    queryFn: ({ signal }) => ask(pair, signal),
    enabled: ready,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (!ready) return { state: "idle" };
  if (error) return { state: "failed", error };
  if (!data) return { state: "checking" };
  const refusal = refusalOf(data);
  if (refusal) return { state: "refused", code: refusal.code ?? "feishu_request_refused" };
  return { state: "valid", app: data.app.name, tenant: data.tenant.name };
}

function ask(
  { appId, secret, openUrl }: { readonly appId: string; readonly secret: string; readonly openUrl: string },
  signal: AbortSignal,
) {
  const body = { app_id: appId, open_url: openUrl, ...(secret === "" ? {} : { app_secret: secret }) };
  return call(routes.checkFeishuApp, { body }, { signal });
}
