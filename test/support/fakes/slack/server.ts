// A fake Slack on the loopback interface for the real Bolt: Web API, Socket Mode and response_url. It refuses whatever the
// real one would, and can be told to fail.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { createOAuth, type OAuth } from "#test/support/fakes/oauth.ts";
import { refuseRedReport } from "#test/support/red-report.ts";
import { createGateway, type Gateway } from "./gateway.ts";
import { createState, type Fault, type State } from "./state.ts";
import { callMethod, readBody, send, useResponseUrl } from "./web-api.ts";

export type SlackServer = Omit<Gateway, "accept"> &
  Readonly<{
    /** The address of the Web API, for SLACK_API_URL. */
    url: string;
    state: State;
    /** Signing in with Slack. */
    oauth: OAuth;
    /** The next requests of a method, one by default, meet this fault. */
    fault(method: string, fault: Fault, times?: number): void;
    /** While on, drops all connections and refuses new ones. */
    outage(on: boolean): void;
    /** Resolves once the condition holds; throws when it does not in time. */
    until(condition: () => boolean, milliseconds?: number): Promise<void>;
    stop(): Promise<void>;
  }>;

export async function startSlack(): Promise<SlackServer> {
  const state = createState();
  const oauth = createOAuth();
  const { accept, ...gateway } = createGateway(state);
  let refusing = false;
  let host = "";
  const http = createServer((request, response) => {
    if (refusing) return void request.socket.destroy();
    answer({ state, host, oauth }, request, response).catch((error) => {
      state.violations.push(`unreadable request: ${error}`);
      send(response, 500, String(error));
    });
  });
  http.on("upgrade", (request, socket, head) =>
    refusing ? void socket.destroy() : accept(request, socket, head),
  );
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  host = `127.0.0.1:${(http.address() as AddressInfo).port}`;
  return {
    ...gateway,
    url: `http://${host}/api/`,
    state,
    oauth,
    fault: (method, fault, times = 1) =>
      state.faults.set(method, [...(state.faults.get(method) ?? []), ...new Array<Fault>(times).fill(fault)]),
    outage(on) {
      refusing = on;
      if (on) gateway.drop();
    },
    until,
    async stop() {
      gateway.drop();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

async function until(condition: () => boolean, milliseconds = 30_000): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`timed out after ${milliseconds} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

type Host = Readonly<{ state: State; host: string }>;
type Served = Host & Readonly<{ oauth: OAuth }>;

// Methods that answer somebody: a fault of `answer` applies to whichever is called next.
const ANSWERS = ["response_url", "chat.postMessage", "chat.postEphemeral"];

async function answer(
  { state, host, oauth }: Served,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, kind, name = ""] = (request.url ?? "").split("/");
  const method = kind === "response" ? "response_url" : name;
  const body = await readBody(request);
  refuseRedReport(body);
  const url = new URL(request.url ?? "", `http://${host}`);
  if (oauth.answer({ url, body, authorization: request.headers.authorization }, response)) return;
  state.requests.push({ method, body });
  const fault =
    state.faults.get(method)?.shift() ??
    (ANSWERS.includes(method) ? state.faults.get("answer")?.shift() : undefined);
  if (fault !== undefined && fault.kind !== "drop-after") return fail({ state, fault, method }, response);
  const token = request.headers.authorization?.replace("Bearer ", "");
  const { status, result } =
    kind === "response"
      ? useResponseUrl(state, name, body)
      : { status: 200, result: callApi({ state, host }, token, { method, body }) };
  if (fault !== undefined) return void request.socket.destroy();
  // Slack names the scopes of the bot's token with every answer of the Web API.
  const isNamed = state.namesScopes && kind === "api" && token === state.botToken;
  send(response, status, result, isNamed ? { "x-oauth-scopes": [...state.scopes].join(",") } : {});
}

type Call = Readonly<{ method: string; body: Readonly<Record<string, unknown>> }>;

function callApi({ state, host }: Host, token: string | undefined, { method, body }: Call) {
  const [wanted, other] =
    method === "apps.connections.open" ? [state.appToken, state.botToken] : [state.botToken, state.appToken];
  if (token === undefined) return { ok: false, error: "not_authed" };
  if (token !== wanted)
    return { ok: false, error: token === other ? "not_allowed_token_type" : "invalid_auth" };
  if (method === "apps.connections.open")
    return { ok: true, url: `ws://${host}/link/?ticket=${randomUUID()}` };
  return callMethod(state, method, body);
}

type Failing = Readonly<{ state: State; fault: Exclude<Fault, { kind: "drop-after" }>; method: string }>;

function fail({ state, fault, method }: Failing, response: ServerResponse): void {
  switch (fault.kind) {
    case "status":
      send(response, fault.status, "upstream");
      break;
    case "ratelimited": {
      const headers = fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) };
      send(response, 429, { ok: false, error: "ratelimited" }, headers);
      break;
    }
    case "drop-before":
      response.destroy();
      break;
    case "error":
      if (method !== "response_url") send(response, 200, { ok: false, error: fault.error });
      else send(response, DEAD.includes(fault.error) ? 404 : 400, fault.error);
      break;
    case "body":
      send(response, fault.status ?? 200, fault.body);
      break;
    case "flood":
      Readable.from(flood(state, fault.bytes)).pipe(response);
      break;
    case "drip":
      drip(response);
      break;
    case "hang":
  }
}

// Why a response_url refuses whatever it is sent. Anything else is about the message.
const DEAD = ["expired_url", "used_url"];

function* flood(state: State, bytes: number): Generator<Buffer> {
  const chunk = Buffer.alloc(1024 * 1024, "x");
  for (let sent = 0; sent < bytes; sent += chunk.length) {
    state.flooded += chunk.length;
    yield chunk;
  }
}

function drip(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" });
  const timer = setInterval(() => response.write(" "), 100);
  response.on("close", () => clearInterval(timer));
}
