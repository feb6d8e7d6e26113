// Ibid as a server for other programs, over whatever carries the protocol.
import { randomBytes } from "node:crypto";
import type { ScopedKnowledge } from "#bot/command.ts";
import { createRateLimit } from "#bot/intake/rate-limit.ts";
import type { Config } from "#config.ts";
import type { LiveLibrary } from "#domain/live-library.ts";
import type { Log } from "#domain/log.ts";
import type { Scope } from "#domain/scope.ts";
import { createMcpEndpoint } from "#mcp/http.ts";
import { createMcpServer } from "#mcp/server.ts";
import { versionOfPackage } from "#operations/version.ts";
import { createAccessTokens } from "#store/access/access-token.ts";
import type { Database } from "#store/database.ts";

type Served = Readonly<{ liveLibrary: LiveLibrary<ScopedKnowledge>; log: Log }>;

const now = () => new Date();

/** Makes servers that see what a scope holds. */
export function serversFor({ liveLibrary, log }: Served) {
  const version = versionOfPackage();
  return (scope: Scope) =>
    createMcpServer({
      version,
      log,
      knowledge: () => liveLibrary.current().within(scope),
      now,
      newId: () => randomBytes(2).toString("hex"),
    });
}

/** What answers programs over HTTP. A token may ask as often as a person. */
export function openMcpEndpoint(
  config: Config,
  { origin, database, ...served }: Served & Readonly<{ origin: string; database: Database }>,
): (request: Request) => Promise<Response> {
  return createMcpEndpoint({
    tokens: createAccessTokens(database, now),
    create: serversFor(served),
    rateLimit: createRateLimit({
      personMinute: config.IBID_PERSON_PER_MINUTE,
      personHour: config.IBID_PERSON_PER_HOUR,
      channelMinute: config.IBID_PERSON_PER_MINUTE,
    }),
    origin,
    now,
  });
}
