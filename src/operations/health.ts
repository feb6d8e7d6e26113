// The three routes for an operator's tools: is it alive, is it ready, and the metrics.
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ConfigError } from "#domain/errors.ts";
import type { Metrics } from "./metrics.ts";
import type { Check } from "./ready.ts";

export type HealthDeps = Readonly<{
  port: number;
  /** Everything that must hold before questions can be answered. */
  checks(): Promise<readonly Check[]>;
  metrics: Pick<Metrics, "text" | "contentType">;
}>;

export type Health = Readonly<{ port: number; close(): Promise<void> }>;

/** Port 0 chooses a free one. Throws ConfigError when the port cannot be used. */
export async function startHealth({ port, checks, metrics }: HealthDeps): Promise<Health> {
  const routes: Readonly<Record<string, (response: ServerResponse) => Promise<void>>> = {
    "/healthz": async (response) => send(response, 200, "alive\n"),
    "/readyz": async (response) => {
      const all = await checks();
      const ready = all.every((check) => check.ready);
      send(response, ready ? 200 : 503, `${JSON.stringify({ ready, checks: all })}\n`, "application/json");
    },
    "/metrics": async (response) => send(response, 200, await metrics.text(), metrics.contentType),
  };
  const server = createServer((request, response) => {
    const route = routes[request.url?.replace(/\?.*$/u, "") ?? ""];
    if (request.method !== "GET" && request.method !== "HEAD") return send(response, 405, "GET only\n");
    if (route === undefined) return send(response, 404, "/healthz, /readyz or /metrics\n");
    route(response).catch(() => send(response, 500, "failed\n"));
  });
  server.listen(port);
  await once(server, "listening").catch((error: Error) => {
    throw new ConfigError(`Port ${port} cannot be used (${error.message}). Set PORT to a free one.`);
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
