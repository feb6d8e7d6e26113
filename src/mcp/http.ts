// The protocol over HTTP, for assistants that are not on this machine: each request carries an access token.
import { createMcpHandler, type McpServer } from "@modelcontextprotocol/server";
import type { RateLimit } from "#bot/intake/rate-limit.ts";
import type { AccessTokens, Scope } from "#domain/scope.ts";
import { isLoopback } from "#text/loopback.ts";

export type McpHttpDeps = Readonly<{
  tokens: Pick<AccessTokens, "find">;
  /** The server for one request, which sees what the scope holds. */
  create(scope: Scope): McpServer;
  rateLimit: RateLimit;
  /** Where the server is reached from outside, such as `https://ibid.example.org`. */
  origin: string;
  now(): Date;
}>;

const BEARER = /^Bearer (?<secret>ibid_[\w-]{20,100})$/u;
// What searches, quotes or checks; the rest only introduces both sides to each other.
const WORK = ["tools/call", "resources/read"];

/** Answers a request. Its body must be bounded already. */
export function createMcpEndpoint(deps: McpHttpDeps): (request: Request) => Promise<Response> {
  const { tokens, create, origin } = deps;
  return async (request) => {
    // A name of another site may have been made to lead here.
    const host = request.headers.get("host") ?? "";
    if (host !== new URL(origin).host && !isLoopback(host))
      return refuse(403, "This is not the address of Ibid. A proxy has to pass on the Host header.");
    // A web page of another site must not ask in its visitor's name.
    const from = request.headers.get("origin");
    if (from !== null && from !== origin && !(isLoopback(host) && isLoopbackOrigin(from)))
      return refuse(403, "Web pages of other sites may not ask here.");
    const secret = BEARER.exec(request.headers.get("authorization") ?? "")?.groups?.secret;
    const token = secret === undefined ? undefined : await tokens.find(secret);
    if (token === undefined)
      return refuse(401, "An access token is missing, or is not valid any more.", {
        "www-authenticate": "Bearer",
      });
    const body = request.method === "POST" ? await parseBody(request) : undefined;
    if (request.method === "POST" && body === undefined) return refuse(400, "The body is not JSON.");
    const wait = waitFor(body, token.id, deps);
    if (wait !== undefined)
      return refuse(429, `This token has asked too often. Ask again in ${wait} seconds.`, {
        "retry-after": `${wait}`,
      });
    const handler = createMcpHandler(() => create(token.scope));
    return handler.fetch(request, { parsedBody: body });
  };
}

/** A tool with a page of its own on the machine that asks. */
function isLoopbackOrigin(origin: string): boolean {
  return isLoopback(origin.replace(/^https?:\/\//u, ""));
}

async function parseBody(request: Request): Promise<unknown> {
  try {
    return JSON.parse(await request.text());
  } catch {
    return undefined;
  }
}

// Where too many are counted to count one more.
const BUSY_SECONDS = 60;

/** Seconds until the token may ask again; undefined if it may now. */
function waitFor(body: unknown, id: string, { rateLimit, now }: McpHttpDeps): number | undefined {
  const asker = { id, name: id, mayManage: false };
  for (const message of [body].flat()) {
    const isWork =
      typeof message === "object" &&
      message !== null &&
      "method" in message &&
      WORK.includes(String(message.method));
    if (!isWork) continue;
    const refusal = rateLimit.admit({ platform: "mcp", asker, channel: { id, kind: "direct" } }, now());
    if (refusal !== undefined) return refusal === "busy" ? BUSY_SECONDS : refusal.seconds;
  }
  return undefined;
}

function refuse(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Response {
  const error = { jsonrpc: "2.0", id: null, error: { code: -32000, message } };
  return Response.json(error, { status, headers });
}
