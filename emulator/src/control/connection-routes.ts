import { z } from "zod";
import type { Connection } from "../long-connection/connection.ts";
import type { ConnectionSettings } from "../long-connection/connection-settings.ts";
import type { Platform } from "../platform.ts";
import { type ControlCall, type ControlRoute, concernedApp, readControlBody } from "./control-route.ts";
import { ControlMistake } from "./mistake.ts";

/** The long connection: who is connected, how it behaves, and who is cut off. */
export const connectionControl: readonly ControlRoute[] = [
  { method: "GET", pattern: "/connections", run: show },
  { method: "PATCH", pattern: "/connections", run: change },
  { method: "POST", pattern: "/connections/disconnect", run: disconnect },
];

function show(call: ControlCall) {
  const { hub } = call.platform;
  return {
    connections: hub.connectionsOf(concernedApp(call).appId).map(showConnection),
    settings: showSettings(call.platform),
  };
}

function showConnection({ id, connectedAt, counts }: Connection) {
  return { id, connected_at: new Date(connectedAt).toISOString(), ...counts };
}

const seconds = z.number().int().min(1).optional();
const settingsBody = z.strictObject({
  ping_interval: seconds,
  reconnect_interval: seconds,
  reconnect_nonce: seconds,
  reconnect_count: z.number().int().min(-1).optional(),
  most_connections: z.number().int().min(0).optional(),
  chunk_bytes: z.number().int().min(1).optional(),
  scramble_chunks: z.boolean().optional(),
  lose_chunks: z.boolean().optional(),
  answer_pings: z.boolean().optional(),
  endpoint_code: z.number().int().min(1).nullable().optional(),
  handshake_status: z.number().int().min(400).max(599).nullable().optional(),
});

function change(call: ControlCall) {
  const body = readControlBody(call, settingsBody);
  const named: [keyof ConnectionSettings, unknown][] = [
    ["pingInterval", body.ping_interval],
    ["reconnectInterval", body.reconnect_interval],
    ["reconnectNonce", body.reconnect_nonce],
    ["reconnectCount", body.reconnect_count],
    ["mostConnections", body.most_connections],
    ["chunkBytes", body.chunk_bytes],
    ["scrambleChunks", body.scramble_chunks],
    ["loseChunks", body.lose_chunks],
    ["answerPings", body.answer_pings],
    ["endpointCode", body.endpoint_code],
    ["handshakeStatus", body.handshake_status],
  ];
  const given = Object.fromEntries(named.filter(([, value]) => value !== undefined));
  Object.assign(call.platform.hub.settings, given);
  return showSettings(call.platform);
}

function showSettings({ hub: { settings } }: Platform) {
  return {
    ping_interval: settings.pingInterval,
    reconnect_interval: settings.reconnectInterval,
    reconnect_nonce: settings.reconnectNonce,
    reconnect_count: settings.reconnectCount,
    most_connections: settings.mostConnections,
    chunk_bytes: settings.chunkBytes,
    scramble_chunks: settings.scrambleChunks,
    lose_chunks: settings.loseChunks,
    answer_pings: settings.answerPings,
    endpoint_code: settings.endpointCode,
    handshake_status: settings.handshakeStatus,
  };
}

const disconnectBody = z.strictObject({ id: z.string().optional(), abruptly: z.boolean().default(false) });

/** One connection, or all of the app. */
function disconnect(call: ControlCall) {
  const { id, abruptly } = readControlBody(call, disconnectBody);
  const all = call.platform.hub.connectionsOf(concernedApp(call).appId);
  const chosen = id === undefined ? all : all.filter((connection) => connection.id === id);
  if (id !== undefined && chosen.length === 0)
    throw new ControlMistake(404, "connection_unknown", `no connection ${id}`);
  for (const connection of chosen) connection.disconnect(abruptly);
  return { disconnected: chosen.map((connection) => connection.id) };
}
