// The server side of Slack's Socket Mode: sends envelopes, receives acknowledgements, refreshes and drops connections.
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { refuseRedReport } from "#test/support/red-report.ts";
import type { State } from "./state.ts";
import { useResponseUrl } from "./web-api.ts";

/** An envelope that was sent, and whether it was acknowledged. */
export type Delivery = {
  readonly envelope: Readonly<Record<string, unknown>>;
  readonly sentAt: number;
  /** Milliseconds from sending to the acknowledgement; undefined before that. */
  ackedAfter?: number;
};

export type Gateway = Readonly<{
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Sends to one of the open connections at random, as Slack does. Without an open connection the envelope is lost. */
  deliver(type: string, payload: unknown, more?: Readonly<Record<string, unknown>>): Delivery;
  /** Sends an envelope's payload again, as Slack does when it saw no acknowledgement. */
  redeliver(delivery: Delivery): Delivery;
  /** Sends a frame unchanged, valid or not. */
  raw(frame: string | Buffer): void;
  connections(): number;
  /** The number of connections made so far. */
  connected(): number;
  /** Asks every client to reconnect, as Slack does every few hours. */
  refresh(): void;
  /** Terminates every connection without a close frame. */
  drop(): void;
}>;

// docs.slack.dev/apis/events-api/using-socket-mode: milliseconds within which an envelope must be acknowledged.
const DEADLINE = 3000;

/** docs.slack.dev/interactivity/implementing-slash-commands: the acknowledgement of a command may contain its answer. */
function answerInAcknowledgement(
  state: State,
  delivery: Delivery | undefined,
  body: Readonly<Record<string, unknown>>,
): void {
  const { type, payload } = delivery?.envelope ?? {};
  // docs.slack.dev/reference/interaction-payloads/block_suggestion-payload: the options to choose from.
  if (type === "interactive" && Array.isArray(body.options)) return;
  if (type !== "slash_commands") return void state.violations.push("acknowledged with a body");
  const { response_url } = payload as Readonly<{ response_url: string }>;
  const { status, result } = useResponseUrl(state, response_url.split("/").at(-1) ?? "", body);
  if (status !== 200) state.violations.push(`acknowledged with an invalid answer: ${result}`);
}

export function createGateway(state: State): Gateway {
  const gateway = new WebSocketServer({ noServer: true });
  const open = new Set<WebSocket>();
  const waiting = new Map<string, Delivery>();
  let connected = 0;

  const greet = (connection: WebSocket) => {
    open.add(connection);
    connected += 1;
    connection.on("close", () => open.delete(connection));
    connection.on("message", (raw) => {
      refuseRedReport(String(raw));
      const { envelope_id, payload, ...unknown } = JSON.parse(String(raw));
      const delivery = waiting.get(envelope_id);
      if (delivery === undefined) state.violations.push("acknowledged an unknown envelope, or one twice");
      if (Object.keys(unknown).length > 0) state.violations.push(`acknowledgement: ${Object.keys(unknown)}`);
      if (Object.keys(payload ?? {}).length > 0) answerInAcknowledgement(state, delivery, payload);
      waiting.delete(envelope_id);
      if (delivery !== undefined) delivery.ackedAfter = performance.now() - delivery.sentAt;
    });
    if (state.socket === "silent") return;
    connection.send(
      JSON.stringify({
        type: "hello",
        num_connections: open.size,
        connection_info: { app_id: "A1" },
        debug_info: { host: "loopback", approximate_connection_time: 18_060 },
      }),
    );
    if (state.socket === "closes") connection.close();
  };

  const deliver: Gateway["deliver"] = (type, payload, more = {}) => {
    const connections = [...open].filter(({ readyState }) => readyState === 1);
    const connection = connections[Math.floor(Math.random() * connections.length)];
    const envelope_id = randomUUID();
    const accepts_response_payload = type !== "events_api";
    const envelope = { envelope_id, type, payload, accepts_response_payload, ...more };
    const delivery: Delivery = { envelope, sentAt: performance.now() };
    if (connection === undefined) return delivery;
    waiting.set(envelope_id, delivery);
    connection.send(JSON.stringify(envelope));
    setTimeout(() => {
      if (delivery.ackedAfter === undefined && connection.readyState === 1)
        state.violations.push(`${type} was not acknowledged within ${DEADLINE} ms`);
    }, DEADLINE).unref();
    return delivery;
  };

  return {
    accept: (request, socket, head) => gateway.handleUpgrade(request, socket, head, greet),
    deliver,
    redeliver: ({ envelope }) =>
      deliver(String(envelope.type), envelope.payload, { retry_attempt: 1, retry_reason: "timeout" }),
    raw(frame) {
      for (const connection of open) connection.send(frame);
    },
    connections: () => open.size,
    connected: () => connected,
    refresh() {
      for (const connection of open)
        connection.send(JSON.stringify({ type: "disconnect", reason: "refresh_requested", debug_info: {} }));
    },
    drop() {
      for (const connection of open) connection.terminate();
    },
  };
}
