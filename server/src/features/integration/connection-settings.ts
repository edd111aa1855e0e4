import { z } from "zod";

const time = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/);

/** When a sync runs by itself (S8). */
const scheduleSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("manual") }),
  z.strictObject({ kind: z.literal("daily"), at: time }),
  z.strictObject({
    kind: z.literal("weekly"),
    day: z.enum(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]),
    at: time,
  }),
  z.strictObject({ kind: z.literal("monthly"), day: z.union([z.int().min(1).max(31), z.literal("last")]), at: time }),
  z.strictObject({ kind: z.literal("interval"), hours: z.int().min(1).max(168) }),
]);

/** What the database keeps of a connection beside its credentials: the four services and their settings (S6). */
export const connectionSettingsSchema = z.strictObject({
  rateLimit: z.union([z.literal("off"), z.strictObject({ perSecond: z.number(), perMinute: z.number() })]),
  eventsMode: z.enum(["long_connection", "webhook", "off"]),
  supportBuiltInUsers: z.boolean(),
  userSync: z.strictObject({
    enabled: z.boolean(),
    schedule: scheduleSchema,
    timeZone: z.string(),
    policy: z.strictObject({
      unmatchedLocalUsers: z.enum(["ignore", "disable", "delete"]),
      unmatchedFeishuUsers: z.enum(["create_and_link", "ignore"]),
      unmatchedLocalDepartments: z.enum(["ignore", "delete"]),
      unmatchedFeishuDepartments: z.enum(["create_and_link", "ignore"]),
      departedUsers: z.enum(["disable", "delete", "ignore"]),
      departedDepartments: z.enum(["delete", "ignore"]),
      fields: z.strictObject({ mobile: z.boolean(), employeeNo: z.boolean(), nickname: z.boolean() }),
      guard: z.strictObject({ percent: z.number(), minimum: z.number() }),
    }),
  }),
  singleSignOn: z.strictObject({ enabled: z.boolean() }),
  messageNotifications: z.strictObject({ enabled: z.boolean(), method: z.enum(["account_binding", "email"]) }),
  feishuClientAccess: z.strictObject({ enabled: z.boolean() }),
});
export type ConnectionSettings = z.infer<typeof connectionSettingsSchema>;

/** What a new connection begins with (product.md section 4): every service is off. */
export const DEFAULT_SETTINGS: ConnectionSettings = {
  rateLimit: { perSecond: 50, perMinute: 1000 },
  eventsMode: "long_connection",
  supportBuiltInUsers: false,
  userSync: {
    enabled: false,
    schedule: { kind: "manual" },
    timeZone: "Asia/Shanghai",
    policy: {
      unmatchedLocalUsers: "ignore",
      unmatchedFeishuUsers: "create_and_link",
      unmatchedLocalDepartments: "ignore",
      unmatchedFeishuDepartments: "create_and_link",
      departedUsers: "disable",
      departedDepartments: "delete",
      fields: { mobile: false, employeeNo: false, nickname: false },
      guard: { percent: 5, minimum: 5 },
    },
  },
  singleSignOn: { enabled: false },
  messageNotifications: { enabled: false, method: "account_binding" },
  feishuClientAccess: { enabled: false },
};
