// The reader pages, where they are set up.
import { randomBytes } from "node:crypto";
import { isVisible } from "#access/scope.ts";
import type { ScopedKnowledge } from "#bot/command.ts";
import type { Config } from "#config.ts";
import { ConfigError } from "#domain/errors.ts";
import type { LiveLibrary } from "#domain/live-library.ts";
import type { Log } from "#domain/log.ts";
import type { PageOf } from "#domain/report.ts";
import type { Database } from "#store/database.ts";
import { isLoopback } from "#text/loopback.ts";
import { paragraphPath } from "#web/links.ts";
import type { SignIn } from "#web/sign-in.ts";
import { defaultScope } from "./default-scope.ts";

type WebSettings = Readonly<{ host: string; port: number; origin: string; signIn: SignIn }>;

/** Undefined where IBID_WEB_PORT is not set. Throws ConfigError for settings that do not go together. */
function webSettings(config: Config): WebSettings | undefined {
  const { IBID_WEB_PORT: port, IBID_WEB_URL: url, IBID_WEB_SIGN_IN: mode, IBID_HOST: host } = config;
  if (port === undefined) return undefined;
  if (url === undefined || mode === undefined)
    throw new ConfigError("IBID_WEB_PORT needs IBID_WEB_URL and IBID_WEB_SIGN_IN.");
  const { origin, protocol, host: publicHost } = new URL(url);
  if (protocol === "http:" && !isLoopback(publicHost))
    throw new ConfigError(
      "IBID_WEB_URL must begin with https:// unless it is an address of this machine itself.",
    );
  return { port, origin, ...signInOf(mode, config, { host, publicHost }) };
}

function signInOf(
  mode: "none" | "proxy",
  { IBID_WEB_PROXY_ADDRESS: address, IBID_WEB_PROXY_HEADER: header }: Config,
  { host, publicHost }: Readonly<{ host: string; publicHost: string }>,
): Pick<WebSettings, "host" | "signIn"> {
  if (mode === "none") {
    if (!isLoopback(publicHost))
      throw new ConfigError(
        "IBID_WEB_SIGN_IN=none is for trying out on this machine: IBID_WEB_URL must be http://127.0.0.1 or http://localhost with the port.",
      );
    return { host: "127.0.0.1", signIn: { mode } };
  }
  if (address === undefined || header === undefined)
    throw new ConfigError("IBID_WEB_SIGN_IN=proxy needs IBID_WEB_PROXY_ADDRESS and IBID_WEB_PROXY_HEADER.");
  return { host, signIn: { mode, address, header } };
}

/**
 * Where the pages show a paragraph, for citations; undefined where there are none. They show what the default scope holds, so a
 * channel that sees more gets no link to the rest. Throws ConfigError.
 */
export function pageLinks(config: Config): PageOf | undefined {
  const settings = webSettings(config);
  const scope = defaultScope(config);
  return (
    settings &&
    ((report, paragraph) =>
      isVisible(report, scope) ? settings.origin + paragraphPath(paragraph) : undefined)
  );
}

type WebDeps = Readonly<{
  liveLibrary: LiveLibrary<ScopedKnowledge>;
  log: Log;
  /** Where the access tokens of programs are; without it only people are answered. */
  database?: Database;
}>;

type McpDeps = Required<WebDeps> & Readonly<{ origin: string }>;

/** Opens the pages where they are set up; returns what closes them. Throws ConfigError. */
export async function openWeb(
  config: Config,
  { liveLibrary, log, database }: WebDeps,
): Promise<() => Promise<void>> {
  const settings = webSettings(config);
  if (settings === undefined) return async () => undefined;
  // Loaded only here: most bots have no pages.
  const { startWeb } = await import("#web/server.ts");
  const web = await startWeb({
    ...settings,
    ...(database && { mcp: await openMcp(config, { origin: settings.origin, database, liveLibrary, log }) }),
    knowledge: () => liveLibrary.current().within(defaultScope(config)),
    log,
    now: () => new Date(),
    newId: () => randomBytes(2).toString("hex"),
  });
  log.info("web.listening", { host: settings.host, port: web.port, signIn: settings.signIn.mode });
  return web.close;
}

/** The protocol's package is loaded only where programs are answered. */
async function openMcp(config: Config, served: McpDeps) {
  const { openMcpEndpoint } = await import("./mcp-endpoint.ts");
  return openMcpEndpoint(config, served);
}
