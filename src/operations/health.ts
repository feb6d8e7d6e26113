// The three routes for an operator's tools: is it alive, is it ready, and the metrics.
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ConfigError, messageOf } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Metrics } from "./metrics.ts";
import type { Check } from "./ready.ts";

export type HealthDeps = Readonly<{
  /** The address to listen on. */
  host: string;
  port: number;
  /** Everything that must hold before questions can be answered. */
  checks(): Promise<readonly Check[]>;
  metrics: Pick<Metrics, "text" | "contentType">;
  log: Log;
}>;

export type Health = Readonly<{ port: number; close(): Promise<void> }>;

// A probe is one short request, and there are only a few who probe. A connection that says nothing is closed soon, so that
// it cannot keep a probe out.
const MAX_CONNECTIONS = 16;
const LIMITS = { headersTimeout: 2_000, requestTimeout: 2_000, connectionsCheckingInterval: 500 } as const;

/** Port 0 chooses a free one. Throws ConfigError when the address or the port cannot be used. */
export async function startHealth(deps: HealthDeps): Promise<Health> {
  const { host, port, checks, metrics, log } = deps;
  const routes: Readonly<Record<string, (response: ServerResponse) => Promise<void>>> = {
    "/healthz": async (response) => send(response, 200, "alive\n"),
    "/readyz": async (response) => {
      const all = await checks();
      const ready = all.every((check) => check.ready);
      send(response, ready ? 200 : 503, `${JSON.stringify({ ready, checks: all })}\n`, "application/json");
    },
    "/metrics": async (response) => send(response, 200, await metrics.text(), metrics.contentType),
  };
  const server = createServer(LIMITS, (request, response) => {
    const route = routes[request.url?.replace(/\?.*$/u, "") ?? ""];
    if (request.method !== "GET" && request.method !== "HEAD") return send(response, 405, "GET only\n");
    if (route === undefined) return send(response, 404, "/healthz, /readyz or /metrics\n");
    route(response).catch((error) => {
      log.error("health.failed", { error: messageOf(error) });
      send(response, 500, "failed\n");
    });
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(port, host);
  await once(server, "listening").catch((error: Error) => {
    throw new ConfigError(
      `Port ${port} of ${host} cannot be used (${error.message}). Set PORT to a free one, and IBID_HOST to an address of this machine.`,
    );
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: ServerResponse, status: number, body: string, type = "text/plain"): void {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
}
