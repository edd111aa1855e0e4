import { queryOf, routes } from "../../../api/index.ts";

/** The sample of the draft's app: read once a set-up, for it costs up to two dozen calls. */
export const mappingQuery = {
  ...queryOf(routes.getFeishuMapping, { query: { of: "draft" } }),
  staleTime: 5 * 60_000,
};
