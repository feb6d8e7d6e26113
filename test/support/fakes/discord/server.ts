// A fake Discord on the loopback interface for the real discord.js: REST and gateway. It refuses whatever the real one
// would, and can be told to fail.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { createOAuth, type OAuth } from "#test/support/fakes/oauth.ts";
import { refuseRedReport } from "#test/support/red-report.ts";
import { createGateway, type Gateway } from "./gateway.ts";
import { prepare } from "./openapi.ts";
import { type Answer, ROUTES, type Route, refuse, runRoute, shown } from "./rest.ts";
import { createState, type Fault, type Json, type State, type Stored } from "./state.ts";

export type DiscordServer = Readonly<{
  /** The address of the API, for DISCORD_API_URL. */
  url: string;
  state: State;
  /** Signing in with Discord. */
  oauth: OAuth;
  gateway: Gateway;
  /** The next requests of a route, one by default, meet this fault. */
  fault(route: string, fault: Fault, times?: number): void;
  /** While on, drops all connections and refuses new ones. */
  outage(on: boolean): void;
  /** Resolves once the condition holds; throws when it does not in time. */
  until(condition: () => boolean, milliseconds?: number): Promise<void>;
  stop(): Promise<void>;
}>;

/** `heartbeat`: interval in milliseconds. */
export type Options = Readonly<{ heartbeat?: number }>;

export async function startDiscord({ heartbeat = 41_250 }: Options = {}): Promise<DiscordServer> {
  for (const { method, path } of ROUTES) prepare(method, path.replace("/messages/*", "/messages/@original"));
  const state = createState();
  const oauth = createOAuth();
  let address = "";
  let refusing = false;
  const gateway = createGateway({ state, url: () => `ws://${address}`, heartbeat });
  const buckets: Buckets = new Map();
  const http = createServer((request, response) => {
    if (request.url?.endsWith("/gateway/bot")) gateway.count.lookups += 1;
    if (refusing) return void request.socket.destroy();
    const answering = answer(
      { state, oauth, gateway, buckets, gatewayUrl: `ws://${address}` },
      request,
      response,
    );
    answering.catch((error) => send(response, 500, { message: String(error) }));
  });
  const sockets = new WebSocketServer({ noServer: true });
  http.on("upgrade", (request, socket, head) => {
    gateway.count.attempts += 1;
    if (refusing) return void socket.destroy();
    if (state.upgradesWith !== undefined)
      return void socket.end(`HTTP/1.1 ${state.upgradesWith} Refused\r\nContent-Length: 0\r\n\r\n`);
    sockets.handleUpgrade(request, socket, head, (connection) => gateway.accept(connection));
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  address = `127.0.0.1:${(http.address() as AddressInfo).port}`;
  return {
    url: `http://${address}/api`,
    state,
    oauth,
    gateway,
    fault: (route, fault, times = 1) =>
      state.faults.set(route, [...(state.faults.get(route) ?? []), ...new Array<Fault>(times).fill(fault)]),
    outage(on) {
      refusing = on;
      if (on) gateway.drop();
    },
    async until(condition, milliseconds = 50_000) {
      const deadline = performance.now() + milliseconds;
      while (!condition()) {
        if (performance.now() > deadline) throw new Error(`timed out after ${milliseconds} ms: ${condition}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async stop() {
      refusing = true;
      gateway.drop();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** The requests of each rate limit, and when their count starts again. */
type Buckets = Map<string, { used: number; resetsAt: number }>;

type Context = Readonly<{
  state: State;
  oauth: OAuth;
  gateway: Gateway;
  buckets: Buckets;
  gatewayUrl: string;
}>;

async function answer(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { state, oauth } = context;
  const body = await readBody(request);
  refuseRedReport([request.url, body]);
  const url = new URL(request.url ?? "", context.gatewayUrl.replace("ws:", "http:"));
  if (
    oauth.answer({ url, body: (body ?? {}) as Json, authorization: request.headers.authorization }, response)
  )
    return;
  const path = url.pathname.replace(/^\/api\/v10/u, "");
  const segments = path.split("/").slice(1);
  const { method = "" } = request;
  if (path === "/gateway/bot") {
    const fault = state.faults.get("gateway")?.shift();
    if (fault !== undefined) return fail(fault, request, response);
    const authorised = request.headers.authorization === `Bot ${state.token}`;
    return authorised ? send(response, 200, gatewayInformation(context)) : send(response, 401, UNAUTHORISED);
  }
  const route = ROUTES.find((candidate) => candidate.method === method && fits(candidate, segments));
  if (route === undefined) {
    state.violations.push(`no route ${method} ${path}`);
    return send(response, 404, { code: 0, message: "404: Not Found" });
  }
  state.requests.push({ route: route.name, path, body, at: state.now() });
  const fault =
    state.faults.get(route.name)?.shift() ??
    (ANSWERS.includes(route.name) ? state.faults.get("answer")?.shift() : undefined);
  if (fault !== undefined && !("accepted" in fault && fault.accepted === true))
    return fail(fault, request, response);
  if (route.open !== true && request.headers.authorization !== `Bot ${state.token}`)
    return send(response, 401, UNAUTHORISED);
  const limited = spend(context, route, segments);
  if (limited.answer !== undefined) return send(response, 429, limited.answer.body, limited.headers);
  const call = {
    state,
    path: segments,
    query: url.searchParams,
    body: body as Json,
    created: announce(context),
  };
  const result = runRoute(route, method, path, call);
  if (fault !== undefined) return fail(fault, request, response);
  send(response, result.status, result.body, limited.headers);
}

// Routes that answer somebody: a fault of `answer` applies to whichever is called next.
const ANSWERS = ["edit", "follow up", "post"];
const UNAUTHORISED = { code: 0, message: "401: Unauthorized" };

function gatewayInformation({ gatewayUrl }: Context) {
  return {
    url: gatewayUrl,
    shards: 1,
    session_start_limit: { total: 1000, remaining: 999, reset_after: 86_400_000, max_concurrency: 1 },
  };
}

function fits({ path }: Route, segments: readonly string[]): boolean {
  const wanted = path.split("/").slice(1);
  return (
    wanted.length === segments.length &&
    wanted.every((part, index) => part === "*" || part === segments[index])
  );
}

/** Sends the gateway event of a new message that others can see, with its nonce. */
function announce({ state, gateway }: Context) {
  return (message: Stored): void => {
    if (message.onlyFor !== undefined) return;
    const guild = state.channels.get(message.channel)?.guild;
    gateway.dispatch("MESSAGE_CREATE", (intents) =>
      (intents & (guild === undefined ? 1 << 12 : 1 << 9)) === 0
        ? undefined
        : {
            ...shown(state, message),
            ...(guild === undefined ? { channel_type: 1 } : { guild_id: guild }),
            ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
          },
    );
  };
}

const BUCKET_SECONDS = 5;

type Limited = Readonly<{ headers: Readonly<Record<string, string>>; answer?: Answer }>;

/** Counts a request towards the limit of its route and of the whole bot. The headers describe what is left. */
function spend(context: Context, route: Route, segments: readonly string[]): Limited {
  const { state, buckets } = context;
  const limit = route.bucket?.(state);
  const headers: Record<string, string> = {};
  if (route.open !== true) {
    const second = countIn(buckets, "global", state.now(), 1);
    if (second.used > state.globalLimit)
      return tooMany(headers, (second.resetsAt - state.now()) / 1000, true);
  }
  if (limit === undefined) return { headers };
  const bucket = countIn(
    buckets,
    `${route.name} ${segments[1]} ${route.open ? segments[2] : ""}`,
    state.now(),
    BUCKET_SECONDS,
  );
  const seconds = (bucket.resetsAt - state.now()) / 1000;
  Object.assign(headers, {
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(Math.max(0, limit - bucket.used)),
    "x-ratelimit-reset": String(bucket.resetsAt / 1000),
    "x-ratelimit-reset-after": seconds.toFixed(3),
    "x-ratelimit-bucket": Buffer.from(route.name).toString("hex"),
  });
  return bucket.used > limit ? tooMany(headers, seconds, false) : { headers };
}

function countIn(buckets: Buckets, key: string, now: number, seconds: number) {
  const old = buckets.get(key);
  const bucket = old === undefined || old.resetsAt <= now ? { used: 0, resetsAt: now + seconds * 1000 } : old;
  bucket.used += 1;
  buckets.set(key, bucket);
  return bucket;
}

function tooMany(
  headers: Readonly<Record<string, string>>,
  seconds: number,
  global: boolean,
): Limited & { answer: Answer } {
  const answer: Answer = {
    status: 429,
    body: { message: "You are being rate limited.", retry_after: seconds, global },
  };
  return {
    answer,
    headers: {
      ...headers,
      "retry-after": String(Math.ceil(seconds)),
      "x-ratelimit-scope": global ? "global" : "user",
      ...(global ? { "x-ratelimit-global": "true" } : {}),
    },
  };
}

function fail(fault: Fault, request: IncomingMessage, response: ServerResponse): void {
  switch (fault.kind) {
    case "status":
      send(response, fault.status, fault.body ?? refuse(fault.status, 0, `${fault.status}: upstream`).body);
      break;
    case "limited": {
      const { answer: limited, headers } = tooMany({}, fault.seconds, fault.global ?? false);
      const { "retry-after": usual, ...others } = headers;
      const { retryAfter = usual } = fault;
      send(response, 429, limited.body, retryAfter ? { ...others, "retry-after": retryAfter } : others);
      break;
    }
    case "text":
      response.writeHead(fault.status, { "content-type": fault.type }).end(fault.text);
      break;
    case "drip": {
      response.writeHead(200, { "content-type": "application/json" }).write("{");
      const drops = setInterval(() => response.write(" "), 100);
      response.on("close", () => clearInterval(drops));
      break;
    }
    case "hang":
      break;
    default:
      request.socket.destroy();
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const raw = Buffer.concat(chunks).toString();
  if (request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded"))
    return Object.fromEntries(new URLSearchParams(raw));
  return raw === "" ? undefined : JSON.parse(raw);
}

/** An empty response has no content type, otherwise the library would try to parse it. */
function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(
    status,
    body === undefined ? headers : { "content-type": "application/json", ...headers },
  );
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
