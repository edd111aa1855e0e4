import type { IntegrationDraftChangeView, IntegrationDraftView } from "@larkbridge/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { ApiProblem, call, queryOf, routes } from "../../../api/index.ts";

const draftQuery = queryOf(routes.getFeishuDraft);

/** The set-up as the server keeps it, and a way to save a part of it. */
export interface DraftState {
  /** Null while no set-up was begun, undefined while it is read. */
  readonly draft: IntegrationDraftView | null | undefined;
  readonly error: ApiProblem | null;
  readonly saving: boolean;
  /** Why the last part could not be saved. */
  readonly saveError: ApiProblem | null;
  readonly save: (change: IntegrationDraftChangeView) => Promise<IntegrationDraftView>;
  readonly reload: () => void;
}

/** Reads the draft; parts are saved one after the other, so that a later one is never overtaken. */
export function useDraft(): DraftState {
  const client = useQueryClient();
  const read = useQuery({ ...draftQuery, staleTime: Number.POSITIVE_INFINITY, retry: false });
  const saving = useMutation<IntegrationDraftView, ApiProblem, IntegrationDraftChangeView>({
    scope: { id: "feishu-draft" },
    mutationFn: (body) => call(routes.saveFeishuDraft, { body }),
    onSuccess: (draft) => client.setQueryData(draftQuery.queryKey, draft),
  });
  const { mutateAsync } = saving;
  const missing = read.error instanceof ApiProblem && read.error.code === "integration_draft_not_found";
  return {
    draft: read.data ?? (missing ? null : undefined),
    error: missing ? null : read.error,
    saving: saving.isPending,
    saveError: saving.error,
    save: useCallback((change) => mutateAsync(change), [mutateAsync]),
    reload: () => void read.refetch(),
  };
}
