import { connectFeishu, FeishuFailure, outcomeOf } from "../../server/src/connectors/feishu/index.ts";
import { startDelivery } from "../../server/src/features/messages/index.ts";
import { systemClock } from "../../server/src/platform/clock/clock.ts";
import { openDatabase } from "../../server/src/platform/db/open-database.ts";
import { benchBox } from "./box.ts";
import { fastTiming } from "./fast-timing.ts";

/** One process that sends what is queued, until it is stopped or killed. */

interface Order {
  readonly databaseUrl: string;
  readonly feishuUrl: string;
  readonly connectionId: string;
  readonly speed: number;
}

const order = JSON.parse(process.argv[2] ?? "") as Order;
const database = openDatabase({ url: order.databaseUrl, onIdleError: () => undefined });
const connector = connectFeishu({
  ...{ openUrl: order.feishuUrl, appId: "cli_0123456789abcdef", appSecret: "demo-secret-not-for-production" },
  ...{ rateLimit: { perSecond: 50, perMinute: 1000 }, timing: fastTiming(order.speed), clock: systemClock },
});
const delivery = startDelivery({
  ...{ database, clock: systemClock, box: benchBox() },
  channel: {
    findConnection: async () => ({
      ...{ id: order.connectionId, enabled: true, method: "account_binding", userSync: true, singleSignOn: false },
    }),
    openBot: async () => connector,
    troubleOf: (error) => (error instanceof FeishuFailure ? outcomeOf(error) : undefined),
  },
  onError: (message, error) => console.error(message, error),
});
process.on("SIGTERM", () => {
  void delivery
    .stop()
    .then(() => database.close())
    .then(() => process.exit(0));
});
setInterval(() => undefined, 60_000);
console.log("ready");
