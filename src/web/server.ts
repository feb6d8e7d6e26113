// The server of the reader pages: one listener, bounded in every way.
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { ConfigError } from "#domain/errors.ts";
import { createPages, type PagesDeps } from "./pages.ts";

export type WebDeps = PagesDeps &
  Readonly<{
    /** The address to listen on. */
    host: string;
    port: number;
  }>;

export type Web = Readonly<{ port: number; close(): Promise<void> }>;

// A page is one short request. Whoever says nothing for long is hung up on.
const MAX_CONNECTIONS = 256;
const LIMITS = {
  maxHeaderSize: 8 * 1024,
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
} as const;

/** Port 0 chooses a free one. Throws ConfigError when the address or the port cannot be used. */
export async function startWeb({ host, port, ...deps }: WebDeps): Promise<Web> {
  const { fetch } = createPages(deps);
  const server = createAdaptorServer({ fetch, serverOptions: LIMITS }) as Server;
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(port, host);
  await once(server, "listening").catch((error: Error) => {
    throw new ConfigError(
      `Port ${port} of ${host} cannot be used (${error.message}). Set IBID_WEB_PORT to a free one, and IBID_HOST to an address of this machine.`,
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
