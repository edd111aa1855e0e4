import type { ResponseOf } from "@larkbridge/contract";
import type { ContractRoutes } from "../../api/index.ts";

/** What the API answers, by the words of this feature. */
export type User = ResponseOf<ContractRoutes["listUsers"]>["items"][number];
export type UserDetail = ResponseOf<ContractRoutes["getUser"]>;
export type HistoryEntry = ResponseOf<ContractRoutes["listUserHistory"]>["items"][number];
export type Explanation = ResponseOf<ContractRoutes["explainUser"]>;
export type UserField = UserDetail["fed_fields"][number];
