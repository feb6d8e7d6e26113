// What release 0.1.0 left behind (see the README beside the files), opened by the code of today: both platforms remember
// what was posted, and the clock shows the time at which the old process was killed, and three minutes.
import { cpSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { movedClock } from "./clock.ts";
import { type DiscordServer, startDiscord } from "./fakes/discord/server.ts";
import { ADA, GUILD, type Interaction, type Stored } from "./fakes/discord/state.ts";
import { freePort, type Process, startProcess } from "./fakes/process.ts";
import { type SlackServer, startSlack } from "./fakes/slack/server.ts";
import type { Post } from "./fakes/slack/state.ts";

const FOLDER = "test/support/fixtures/release-0.1.0";

export const PLATFORMS = ["slack", "discord"] as const;
export type PlatformName = (typeof PLATFORMS)[number];

/** What became of a channel's digest before the release was closed. */
type Role = "sent" | "pending" | "unknown" | "sending" | "repeat" | "off" | "suspended" | "read";

/** An event as its platform delivered it. */
export type DeliveredEvent = Readonly<{ type: string; payload: Readonly<Record<string, unknown>> }>;

type Remembered = Readonly<{
  channels: Readonly<Record<Role, string>>;
  /** Answered to the end; written down and not answered; written down and perhaps answered. */
  events: Readonly<Record<"repeated" | "open" | "leaving", readonly DeliveredEvent[]>>;
}>;
type RememberedBySlack = Remembered &
  Readonly<{
    posts: readonly Post[];
    responseUrls: readonly (readonly [
      string,
      Readonly<{ channel: string; user: string; uses: number; madeAt: number }>,
    ])[];
    next: number;
  }>;
type RememberedByDiscord = Remembered &
  Readonly<{
    messages: readonly Stored[];
    interactions: readonly (readonly [string, Interaction])[];
    next: string;
  }>;

/** A button as its platform got it, and what a click on it showed: the beginnings of the quotations, and to whom. */
export type PostedButton = Readonly<{
  from: string;
  raw: Readonly<{ value?: string; custom_id?: string }>;
  quotes?: readonly string[];
  isPrivate?: boolean;
}>;

type Keys = Readonly<{
  metadata?: Readonly<{ event_payload: Readonly<{ key: string }> }>;
  nonce?: string;
  component?: number;
}>;

/** What others rely on outside of the process. */
type Interface = Readonly<{
  openedAt: string;
  codes: Readonly<Record<string, readonly string[]>>;
  ask: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  verify: Readonly<Record<string, unknown>>;
  manifest: Manifest;
  commands: readonly RegisteredCommand[];
  environment: readonly string[];
  deliveries: Readonly<Record<string, Keys>>;
  metrics: readonly Readonly<{ name: string; type: string }>[];
}>;

export type Manifest = Readonly<{
  features: Readonly<{
    slash_commands: readonly Readonly<{ command: string }>[];
    shortcuts: readonly Readonly<{ callback_id: string }>[];
  }>;
  oauth_config: Readonly<{ scopes: Readonly<Record<"bot" | "bot_optional", readonly string[]>> }>;
  settings: unknown;
}>;
type RegisteredCommand = Readonly<{ type: number; name: string; options: readonly string[] }>;

function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(`${FOLDER}/${name}.json`, "utf8"));
}

export const recorded = readJson<Interface>("interface");
export const remembered = {
  slack: readJson<RememberedBySlack>("slack"),
  discord: readJson<RememberedByDiscord>("discord"),
};
export const buttons = readJson<Readonly<Record<PlatformName, readonly PostedButton[]>>>("buttons");
export const KNOWLEDGE = `${FOLDER}/knowledge`;
export const STORE = `${FOLDER}/store`;

type Row = Readonly<Record<string, SQLOutputValue>>;

export type Release = Readonly<{
  slack: SlackServer;
  discord: DiscordServer;
  /** A copy of the data folder. */
  data: string;
  /** A copy of the reports. */
  knowledge: string;
  /** Starts the process of today on it; there is one at a time. */
  start(): Promise<Process>;
  /** What the store holds, read beside the process. */
  rows(sql: string): readonly Row[];
  /** What the running process tells at /metrics. */
  metrics(): Promise<string>;
  close(): Promise<void>;
}>;

export async function openRelease(): Promise<Release> {
  const folder = mkdtempSync(join(tmpdir(), "ibid-"));
  const [data, knowledge] = [join(folder, "data"), join(folder, "knowledge")];
  cpSync(STORE, data, { recursive: true });
  cpSync(KNOWLEDGE, knowledge, { recursive: true });
  const ahead = Date.parse(recorded.openedAt) - Date.now();
  const now = () => Date.now() + ahead;
  const [slack, discord] = [await startSlack(), await startDiscord()];
  recallSlack(slack, now);
  recallDiscord(discord, now);
  const store = new DatabaseSync(join(data, "ibid.sqlite"));
  // The address by which an open question is answered leads to the loopback server of today.
  store
    .prepare("update inbox set body = replace(body, 'http://slack.invalid', ?)")
    .run(new URL(slack.url).origin);
  const port = await freePort();
  const environment = {
    IBID_DATA: data,
    IBID_KNOWLEDGE: knowledge,
    IBID_ADMINS: `U1 ${ADA}`,
    PORT: String(port),
    SLACK_BOT_TOKEN: slack.state.botToken,
    SLACK_APP_TOKEN: slack.state.appToken,
    SLACK_API_URL: slack.url,
    DISCORD_TOKEN: discord.state.token,
    DISCORD_API_URL: discord.url,
    ...movedClock(ahead),
  };
  let process: Process | undefined;
  return {
    slack,
    discord,
    data,
    knowledge,
    async start() {
      process = await startProcess(environment);
      return process;
    },
    rows: (sql) => store.prepare(sql).all(),
    metrics: async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text(),
    async close() {
      await process?.stop();
      store.close();
      await slack.stop();
      await discord.stop();
    },
  };
}

function recallSlack({ state }: SlackServer, now: () => number): void {
  const { channels, posts, responseUrls, next } = remembered.slack;
  // Whoever installed the app may have added this scope: posts can then be looked for.
  state.scopes.add("channels:history");
  for (const id of Object.values(channels)) state.channels.set(id, { id, kind: "public", member: true });
  state.posts.push(...structuredClone(posts));
  for (const [key, url] of responseUrls) state.responseUrls.set(key, { original: undefined, ...url });
  Object.assign(state, { now, next });
}

function recallDiscord({ state }: DiscordServer, now: () => number): void {
  const { channels, messages, interactions, next } = remembered.discord;
  for (const id of Object.values(channels))
    state.channels.set(id, { id, kind: "text", guild: GUILD, name: "team", denied: 0n });
  state.messages.push(...structuredClone(messages));
  for (const [token, interaction] of interactions) state.interactions.set(token, { ...interaction });
  Object.assign(state, { now, next: BigInt(next) });
}
