import type { ResponseOf } from "@larkbridge/contract";
import type { ContractRoutes } from "../../../api/index.ts";

/** An application just registered, with its secret. */
export type Registered = ResponseOf<ContractRoutes["createApplication"]>;
