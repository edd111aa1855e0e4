import { anySignedIn, operatorsWith, readersWith } from "../permission.ts";
import { defineRoute } from "../route.ts";
import * as schemas from "../schemas/notices.ts";

const switches = {
  path: "/api/v1/integrations/feishu/services/message-notifications/notices",
  tag: "Integrations",
} as const;
const email = { path: "/api/v1/me/feishu-email", tag: "Own account", permission: anySignedIn } as const;

/** Switches of Larkbridge's own notices, and one's own Feishu e-mail. */
export const noticeRoutes = {
  getNotices: defineRoute({
    ...switches,
    id: "getNotices",
    method: "GET",
    summary: "Which notices Larkbridge sends by itself",
    permission: readersWith("integration:write"),
    responses: { 200: schemas.notices },
    errorCodes: [],
  }),
  changeNotices: defineRoute({
    ...switches,
    id: "changeNotices",
    method: "PUT",
    summary: "Switch notices on or off",
    permission: operatorsWith("integration:write"),
    body: schemas.noticesChange,
    responses: { 200: schemas.notices },
    errorCodes: [],
  }),
  getFeishuEmail: defineRoute({
    ...email,
    id: "getFeishuEmail",
    method: "GET",
    summary: "The own Feishu e-mail that messages go to",
    responses: { 200: schemas.feishuEmail },
    errorCodes: [],
  }),
  changeFeishuEmail: defineRoute({
    ...email,
    id: "changeFeishuEmail",
    method: "PUT",
    summary: "Name the Feishu e-mail that messages go to; the bot sends a code there",
    body: schemas.feishuEmailChange,
    responses: { 200: schemas.feishuEmail },
    errorCodes: [
      "message_notifications_off",
      "feishu_email_too_often",
      "feishu_email_unreachable",
      "feishu_email_not_sent",
    ],
  }),
  verifyFeishuEmail: defineRoute({
    ...email,
    id: "verifyFeishuEmail",
    method: "POST",
    path: `${email.path}/verify`,
    summary: "Verify the Feishu e-mail with the code that was sent there",
    body: schemas.feishuEmailCode,
    responses: { 200: schemas.feishuEmail },
    errorCodes: ["feishu_email_code_wrong", "feishu_email_code_over"],
  }),
  removeFeishuEmail: defineRoute({
    ...email,
    id: "removeFeishuEmail",
    method: "DELETE",
    summary: "Forget the own Feishu e-mail",
    responses: { 200: schemas.feishuEmail },
    errorCodes: [],
  }),
};
