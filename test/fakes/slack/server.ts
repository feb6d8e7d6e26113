// A loopback Slack for the real Bolt: Web API, Socket Mode and response_url. Strict, and able to misbehave as Slack does.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { createState, type Fault, type Post, type State } from "./state.ts";
import { callMethod, readBody, send, useResponseUrl } from "./web-api.ts";

/** One envelope that was delivered, and what became of it. */
export type Delivery = {
  envelope: Readonly<Record<string, unknown>>;
  sentAt: number;
  ackedAfter?: number;
  acked: Promise<number>;
};

export type SlackServer = Readonly<{
  url: string;
  state: State;
  posts: readonly Post[];
  deliver(type: string, payload: unknown, more?: Readonly<Record<string, unknown>>): Delivery;
  /** Sends an envelope's payload again, as Slack does when it saw no acknowledgement. */
  redeliver(delivery: Delivery): Delivery;
  deliveries: readonly Delivery[];
  fault(method: string, fault: Fault, times?: number): void;
  /** Tells every connection to come back, as Slack does every few hours. */
  refresh(): void;
  /** Cuts every connection without a word. */
  drop(): void;
  /** Refuses new connections while on. */
  outage(on: boolean): void;
  connected(): Promise<void>;
  connections(): number;
  until(holds: () => boolean, milliseconds?: number): Promise<void>;
  stop(): Promise<void>;
}>;

export async function startSlack(): Promise<SlackServer> {
  const state = createState();
  const sockets = new Set<WebSocket>();
  const deliveries: Delivery[] = [];
  const acks = new Map<string, (milliseconds: number) => void>();
  let refusing = false;
  const http = createServer((request, response) => {
    answer(state, request, response, () => refusing).catch((error) => send(response, 500, String(error)));
  });
  const gateway = new WebSocketServer({ noServer: true });
  http.on("upgrade", (request, socket, head) => {
    if (refusing) return void socket.destroy();
    gateway.handleUpgrade(request, socket, head, (connection) => {
      sockets.add(connection);
      connection.on("close", () => sockets.delete(connection));
      connection.on("message", (data) => {
        const { envelope_id } = JSON.parse(String(data));
        acks.get(envelope_id)?.(performance.now());
      });
      connection.send(
        JSON.stringify({
          type: "hello",
          num_connections: 1,
          connection_info: { app_id: "A1" },
          debug_info: {},
        }),
      );
    });
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const { port } = http.address() as AddressInfo;
  state.requests.length = 0;
  addresses.set(state, `127.0.0.1:${port}`);

  const deliver: SlackServer["deliver"] = (type, payload, more = {}) => {
    const open = [...sockets].filter(({ readyState }) => readyState === 1);
    const socket = open[Math.floor(Math.random() * open.length)];
    const envelope = {
      envelope_id: randomUUID(),
      type,
      payload,
      accepts_response_payload: type !== "events_api",
      ...more,
    };
    const { promise, resolve } = Promise.withResolvers<number>();
    const delivery: Delivery = { envelope, sentAt: performance.now(), acked: promise };
    acks.set(envelope.envelope_id, (at) => {
      delivery.ackedAfter = at - delivery.sentAt;
      resolve(delivery.ackedAfter);
    });
    deliveries.push(delivery);
    socket?.send(JSON.stringify(envelope));
    return delivery;
  };
  const until: SlackServer["until"] = async (holds, milliseconds = 5000) => {
    const deadline = performance.now() + milliseconds;
    while (!holds()) {
      if (performance.now() > deadline) throw new Error(`still not so after ${milliseconds} ms: ${holds}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return {
    url: `http://127.0.0.1:${port}/api/`,
    state,
    posts: state.posts,
    deliveries,
    deliver,
    redeliver: ({ envelope }) =>
      deliver(String(envelope.type), envelope.payload, { retry_attempt: 1, retry_reason: "timeout" }),
    fault: (method, fault, times = 1) =>
      state.faults.set(method, [...(state.faults.get(method) ?? []), ...new Array<Fault>(times).fill(fault)]),
    refresh() {
      for (const socket of sockets)
        socket.send(JSON.stringify({ type: "disconnect", reason: "refresh_requested", debug_info: {} }));
    },
    drop() {
      for (const socket of sockets) socket.terminate();
    },
    outage(on) {
      refusing = on;
      if (on) for (const socket of sockets) socket.terminate();
    },
    connected: () => until(() => sockets.size > 0, 30_000),
    connections: () => sockets.size,
    until,
    async stop() {
      for (const socket of sockets) socket.terminate();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

const addresses = new WeakMap<State, string>();

async function answer(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
  refusing: () => boolean,
): Promise<void> {
  if (refusing()) return void request.socket.destroy();
  const body = await readBody(request);
  const [, kind, name = ""] = (request.url ?? "").split("/");
  const method = kind === "response" ? "response_url" : name;
  state.requests.push({ method, body });
  const fault = state.faults.get(method)?.shift();
  if (fault !== undefined && fault.kind !== "drop-after") return misbehave(fault, request, response);
  if (kind === "response") {
    const used = useResponseUrl(state, name, body);
    if (fault !== undefined) return void request.socket.destroy();
    return send(response, used.status, used.answer);
  }
  const token = request.headers.authorization?.replace("Bearer ", "");
  const result =
    method === "apps.connections.open"
      ? openConnection(state, token)
      : authorised(state, token, method, body);
  if (fault !== undefined) return void request.socket.destroy();
  send(response, 200, result);
}

function openConnection(state: State, token: string | undefined) {
  if (token === state.botToken) return { ok: false, error: "not_allowed_token_type" };
  if (token !== state.appToken) return { ok: false, error: "invalid_auth" };
  return { ok: true, url: `ws://${addresses.get(state)}/link/?ticket=${randomUUID()}` };
}

function authorised(
  state: State,
  token: string | undefined,
  method: string,
  body: Readonly<Record<string, unknown>>,
) {
  if (token !== state.botToken) return { ok: false, error: "invalid_auth" };
  return callMethod(state, method, body);
}

function misbehave(fault: Fault, request: IncomingMessage, response: ServerResponse): void {
  switch (fault.kind) {
    case "status":
      send(response, fault.status ?? 500, "upstream");
      break;
    case "ratelimited":
      send(
        response,
        429,
        { ok: false, error: "ratelimited" },
        { "retry-after": String(fault.retryAfter ?? 1) },
      );
      break;
    case "error":
      send(response, 200, { ok: false, error: fault.error });
      break;
    case "hang":
      break;
    default:
      request.socket.destroy();
  }
}
