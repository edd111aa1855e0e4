import { hostname } from "node:os";
import { Counter, Gauge, type Registry } from "prom-client";
import { writeCardAnswer } from "../connectors/feishu/events/card-answer.ts";
import { openLongConnection } from "../connectors/feishu/events/long-connection.ts";
import { MAX_WEBHOOK_BYTES, readWebhook } from "../connectors/feishu/events/webhook.ts";
import type { EventMeters } from "../features/events/counts.ts";
import type { AnswerCardAction, ReadLiveState } from "../features/events/index.ts";
import { type Events, startEvents as start } from "../features/events/make-events.ts";
import type { EventConnections, FeishuEvents, LinkState } from "../features/events/ports.ts";
import type { ConnectionStore } from "../features/integration/index.ts";
import type { Clock } from "../platform/clock/clock.ts";
import type { OpenDatabase } from "../platform/db/open-database.ts";
import type { Logger } from "../platform/log/logger.ts";
import type { Secrets } from "../platform/log/secrets.ts";

export interface EventsBoot {
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly connections: ConnectionStore;
  readonly secrets: Secrets;
  readonly metrics: Registry;
  readonly log: Logger;
  readonly onReceived: (connectionId: string) => void;
  readonly answerCardAction: AnswerCardAction;
  readonly readLive: ReadLiveState | null;
}

/** Puts events of Feishu together and opens the road that is set. */
export function startEvents(boot: EventsBoot): Events {
  const { clock, metrics, log } = boot;
  const onError = (message: string, error: unknown) => log.error({ err: error }, message);
  const events = start({
    ...boot,
    connections: connectionsFor(boot),
    feishu: feishuEvents(clock, log, onError),
    meters: metersOn(metrics),
    ownerName: `${hostname()}:${process.pid}`,
    onError,
  });
  new Gauge({
    name: "larkbridge_feishu_long_connection_up",
    help: "1 while this process keeps the long connection to Feishu",
    registers: [metrics],
    collect() {
      this.set(events.isConnected() ? 1 : 0);
    },
  });
  return events;
}

function connectionsFor({ connections, secrets }: EventsBoot): EventConnections {
  return {
    async find() {
      const connection = await connections.findMain();
      if (connection === undefined) return undefined;
      const { id, appId, openUrl, tenantKey, settings, secretChangedAt } = connection;
      return { id, appId, openUrl, tenantKey, mode: settings.eventsMode, secretChangedAt };
    },
    async readKeys(id) {
      const keys = await connections.readEventKeys(id);
      if (keys) for (const secret of [keys.encryptKey, keys.verificationToken]) secrets.add(secret);
      return keys;
    },
    async readSecret(id) {
      const secret = await connections.readSecret(id);
      secrets.add(secret);
      return secret;
    },
    rememberTenant: (id, tenantKey) => connections.rememberTenant(id, tenantKey),
  };
}

function feishuEvents(clock: Clock, log: Logger, onError: (message: string, error: unknown) => void): FeishuEvents {
  return {
    readWebhook,
    writeCardAnswer,
    maxWebhookBytes: MAX_WEBHOOK_BYTES,
    openLongConnection: (app, on) =>
      openLongConnection({
        ...app,
        ...on,
        clock,
        onState: telling(log, on.onState),
        onError: (error) => onError("the long connection failed in a way nobody foresaw", error),
      }),
  };
}

/** Says once in the log how the connection stands, until it stands differently. */
function telling(log: Logger, onState: (link: LinkState) => void): (link: LinkState) => void {
  let told = "";
  return (link) => {
    const code = link.state === "connected" ? null : (link.reason?.code ?? null);
    const now = `${link.state} ${code}`;
    if (now !== told) {
      if (code === null) log.info({ state: link.state }, "long connection to Feishu");
      else log.warn({ state: link.state, code }, "long connection to Feishu");
    }
    told = now;
    onState(link);
  };
}

function metersOn(registry: Registry): EventMeters {
  const received = new Counter({
    name: "larkbridge_feishu_events_total",
    help: "Events of Feishu that were taken, new or repeated",
    labelNames: ["via", "outcome"],
    registers: [registry],
  });
  const refused = new Counter({
    name: "larkbridge_feishu_event_refusals_total",
    help: "What came as an event of Feishu and was not taken, by cause",
    labelNames: ["via", "code"],
    registers: [registry],
  });
  return {
    received: (via, outcome) => received.inc({ via, outcome }),
    refused: (via, code) => refused.inc({ via, code }),
  };
}
