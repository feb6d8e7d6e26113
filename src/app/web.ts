// The reader pages, where they are set up.
import { randomBytes } from "node:crypto";
import type { Access } from "#access/access.ts";
import { isVisible } from "#access/scope.ts";
import type { ScopedKnowledge } from "#bot/command.ts";
import type { Config } from "#config.ts";
import { ConfigError } from "#domain/errors.ts";
import type { LiveLibrary } from "#domain/live-library.ts";
import type { Log } from "#domain/log.ts";
import type { Platform } from "#domain/platform.ts";
import type { PageOf } from "#domain/report.ts";
import type { Database } from "#store/database.ts";
import { isLoopback } from "#text/loopback.ts";
import type { AccountDeps, AccountSignIn } from "#web/account.ts";
import { paragraphPath } from "#web/links.ts";
import type { SignIn } from "#web/sign-in.ts";
import { defaultScope } from "./default-scope.ts";

type WebSettings = Readonly<{
  host: string;
  port: number;
  origin: string;
  signIn: Exclude<SignIn, AccountSignIn> | AccountSettings;
}>;

type AccountSettings = Readonly<{
  mode: "slack" | "discord";
  clientId: string;
  clientSecret: string;
}>;

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
  mode: NonNullable<Config["IBID_WEB_SIGN_IN"]>,
  config: Config,
  { host, publicHost }: Readonly<{ host: string; publicHost: string }>,
): Pick<WebSettings, "host" | "signIn"> {
  if (mode === "slack" || mode === "discord") return { host, signIn: accountSettings(mode, config) };
  if (mode === "none") {
    if (!isLoopback(publicHost))
      throw new ConfigError(
        "IBID_WEB_SIGN_IN=none is for trying out on this machine: IBID_WEB_URL must be http://127.0.0.1 or http://localhost with the port.",
      );
    return { host: "127.0.0.1", signIn: { mode } };
  }
  const { IBID_WEB_PROXY_ADDRESS: address, IBID_WEB_PROXY_HEADER: header } = config;
  if (address === undefined || header === undefined)
    throw new ConfigError("IBID_WEB_SIGN_IN=proxy needs IBID_WEB_PROXY_ADDRESS and IBID_WEB_PROXY_HEADER.");
  return { host, signIn: { mode, address, header } };
}

function accountSettings(mode: AccountSettings["mode"], config: Config): AccountSettings {
  const { IBID_WEB_CLIENT_ID: clientId, IBID_WEB_CLIENT_SECRET: clientSecret } = config;
  if (clientId === undefined || clientSecret === undefined)
    throw new ConfigError(`IBID_WEB_SIGN_IN=${mode} needs IBID_WEB_CLIENT_ID and IBID_WEB_CLIENT_SECRET.`);
  if (mode === "slack" && config.SLACK_BOT_TOKEN === undefined)
    throw new ConfigError(
      "IBID_WEB_SIGN_IN=slack needs SLACK_BOT_TOKEN: its workspace is the one that may read.",
    );
  if (mode === "discord" && (config.DISCORD_TOKEN === undefined || config.DISCORD_GUILD_IDS === undefined))
    throw new ConfigError(
      "IBID_WEB_SIGN_IN=discord needs DISCORD_TOKEN and DISCORD_GUILD_IDS: members of these servers may read.",
    );
  return { mode, clientId, clientSecret };
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
  /** For signing in with a platform's account. */
  platforms?: readonly Platform[];
  access?: Access;
}>;

type McpDeps = Required<Pick<WebDeps, "liveLibrary" | "log" | "database">> & Readonly<{ origin: string }>;

/** Opens the pages where they are set up; returns what closes them. Throws ConfigError. */
export async function openWeb(
  config: Config,
  { liveLibrary, log, database, platforms = [], access }: WebDeps,
): Promise<() => Promise<void>> {
  const settings = webSettings(config);
  if (settings === undefined) return async () => undefined;
  // Loaded only here: most bots have no pages.
  const { startWeb } = await import("#web/server.ts");
  const common = {
    origin: settings.origin,
    log,
    now: () => new Date(),
    newId: () => randomBytes(2).toString("hex"),
  };
  const web = await startWeb({
    ...common,
    host: settings.host,
    port: settings.port,
    signIn: await openSignIn(settings.signIn, common, { platforms, access }),
    ...(database && { mcp: await openMcp(config, { origin: settings.origin, database, liveLibrary, log }) }),
    knowledge: () => liveLibrary.current().within(defaultScope(config)),
  });
  log.info("web.listening", { host: settings.host, port: web.port, signIn: settings.signIn.mode });
  return web.close;
}

type Common = Pick<AccountDeps, "origin" | "log" | "now" | "newId">;

async function openSignIn(
  settings: WebSettings["signIn"],
  common: Common,
  { platforms, access }: Readonly<{ platforms: readonly Platform[]; access: Access | undefined }>,
): Promise<SignIn> {
  if (settings.mode === "none" || settings.mode === "proxy") return settings;
  const { mode, clientId, clientSecret } = settings;
  const provider = platforms.find(({ name }) => name === mode)?.signIn;
  if (access === undefined || provider === undefined)
    throw new ConfigError(`IBID_WEB_SIGN_IN=${mode} works only where Ibid serves that platform.`);
  // Loaded only here: it brings the package that speaks with the provider.
  const { createAccountSignIn } = await import("#web/account.ts");
  return createAccountSignIn({ ...common, provider, clientId, clientSecret, decide: access.decideReader });
}

/** The protocol's package is loaded only where programs are answered. */
async function openMcp(config: Config, served: McpDeps) {
  const { openMcpEndpoint } = await import("./mcp-endpoint.ts");
  return openMcpEndpoint(config, served);
}
