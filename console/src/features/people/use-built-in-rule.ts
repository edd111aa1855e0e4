import { useQuery } from "@tanstack/react-query";
import { ApiProblem, queryOf, routes } from "../../api/index.ts";

/**
 * Rule S3 for the reader: whether people may be created here. Null while unknown. Before there is an integration they may.
 */
export function useBuiltInAllowed(): boolean | null {
  const integration = useQuery({
    ...queryOf(routes.getFeishuIntegration),
    retry: false,
    select: (found) => found.support_built_in_users,
  });
  if (integration.isSuccess) return integration.data;
  const { error } = integration;
  return error instanceof ApiProblem && error.code === "integration_not_configured" ? true : null;
}
