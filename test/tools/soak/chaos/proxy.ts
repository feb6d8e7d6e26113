// A bad network between the bot and a platform: a share of the calls that post, or search for a post, goes wrong, before or
// after the platform has accepted them.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const FAULTS = [
  "drop-before",
  "drop-after",
  "500-before",
  "500-after",
  "hang-before",
  "hang-after",
  "429",
] as const;
type Fault = (typeof FAULTS)[number];

export type Proxy = Readonly<{
  /** The origin to use in place of the platform's. */
  origin: string;
  /** How many calls it has had that may go wrong. */
  calls(): number;
  faults: Readonly<Record<Fault, number>>;
  stop(): Promise<void>;
}>;

export type Network = Readonly<{
  /** The origin of the platform. */
  target: string;
  /** The calls that may go wrong, by their path. */
  faulty: RegExp;
  /** The share of them that do. */
  share: number;
  random: () => number;
}>;

export async function startProxy(network: Network): Promise<Proxy> {
  const faults = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>;
  let calls = 0;
  const http = createServer((request, response) => {
    const mayFail = network.faulty.test(request.url ?? "");
    calls += mayFail ? 1 : 0;
    const fault = mayFail ? chooseFault(network) : undefined;
    if (fault !== undefined) faults[fault] += 1;
    pass(request, response, { network, fault }).catch(() => response.destroy());
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  return {
    origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    calls: () => calls,
    faults,
    async stop() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

function chooseFault({ share, random }: Network): Fault | undefined {
  return random() < share ? FAULTS[Math.floor(random() * FAULTS.length)] : undefined;
}

type Passing = Readonly<{ network: Network; fault: Fault | undefined }>;

async function pass(request: IncomingMessage, response: ServerResponse, { network, fault }: Passing) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (fault === "drop-before") return void request.socket.destroy();
  if (fault === "hang-before") return;
  if (fault === "500-before") return void response.writeHead(500).end("upstream");
  if (fault === "429") return limit(response);
  const headers = Object.entries(request.headers) as [string, string][];
  const answer = await fetch(`${network.target}${request.url}`, {
    method: request.method ?? "GET",
    headers: without(headers, ["host", "connection", "content-length"]),
    ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
  });
  const body = Buffer.from(await answer.arrayBuffer());
  if (fault === "drop-after") return void request.socket.destroy();
  if (fault === "hang-after") return;
  if (fault === "500-after") return void response.writeHead(500).end("upstream");
  // The body has been decoded and is sent in one piece.
  const kept = without([...answer.headers], ["content-encoding", "transfer-encoding"]);
  response.writeHead(answer.status, kept).end(body);
}

function without(headers: readonly [string, string][], names: readonly string[]): Record<string, string> {
  return Object.fromEntries(headers.filter(([name]) => !names.includes(name)));
}

/** A rate limit in the form of both platforms at once. */
function limit(response: ServerResponse): void {
  const body = {
    ok: false,
    error: "ratelimited",
    message: "You are being rate limited.",
    retry_after: 1,
    global: false,
  };
  response
    .writeHead(429, { "content-type": "application/json", "retry-after": "1", via: "1.1 proxy" })
    .end(JSON.stringify(body));
}
