import type { Route } from "../gateway/route.ts";
import { applicationRoutes } from "./application-v6.ts";
import { authRoutes } from "./auth-v3.ts";
import { authorizeRoutes } from "./authen/authorize-routes.ts";
import { h5JsSdkRoutes } from "./authen/h5-js-sdk.ts";
import { oidcRoutes } from "./authen/oidc-v1.ts";
import { tokenRoutes } from "./authen/token-routes.ts";
import { userInfoRoutes } from "./authen/user-info.ts";
import { cardUpdateRoutes } from "./card-update.ts";
import { departmentRoutes } from "./contact-v3/departments.ts";
import { rangeAndEnumRoutes } from "./contact-v3/range-and-enums.ts";
import { userQueryRoutes } from "./contact-v3/user-queries.ts";
import { userRoutes } from "./contact-v3/users.ts";
import { ehrRoutes } from "./ehr-v1.ts";
import { batchMessageRoutes } from "./im-v1/batch-messages.ts";
import { batchSendRoutes } from "./im-v1/batch-send.ts";
import { messageRoutes } from "./im-v1/messages.ts";
import { sendRoutes } from "./im-v1/send.ts";
import { longConnectionRoutes } from "./long-connection.ts";
import { tenantAndBotRoutes } from "./tenant-and-bot.ts";

/** Every API the emulator answers, a module per family; a new family is one more line here. */
export const platformRoutes: readonly Route[] = [
  ...authRoutes,
  ...departmentRoutes,
  ...userRoutes,
  ...userQueryRoutes,
  ...rangeAndEnumRoutes,
  ...ehrRoutes,
  ...applicationRoutes,
  ...tenantAndBotRoutes,
  ...authorizeRoutes,
  ...tokenRoutes,
  ...oidcRoutes,
  ...userInfoRoutes,
  ...h5JsSdkRoutes,
  ...sendRoutes,
  ...messageRoutes,
  ...batchSendRoutes,
  ...batchMessageRoutes,
  ...cardUpdateRoutes,
  ...longConnectionRoutes,
];
