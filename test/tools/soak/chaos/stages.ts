// The platforms that chaos plays on: a loopback server each, with as many channels as digests.
import { startDiscord } from "#test/support/fakes/discord/server.ts";
import { GUILD } from "#test/support/fakes/discord/state.ts";
import { startSlack } from "#test/support/fakes/slack/server.ts";

export type Harness = Readonly<{
  platform: string;
  /** Origin of the server. */
  origin: string;
  channels: readonly string[];
  strikes: RegExp;
  /** The settings of a bot that reaches the platform through this origin. */
  environment(origin: string): Readonly<Record<string, string>>;
  /** Channel of every post that stands. */
  posts(): readonly string[];
  violations: readonly string[];
  stop(): Promise<void>;
}>;

async function slack(count: number): Promise<Harness> {
  const server = await startSlack();
  const { state } = server;
  const channels = Array.from({ length: count }, (_, at) => `C${String(at).padStart(8, "0")}`);
  for (const id of channels) state.channels.set(id, { id, kind: "public", member: true });
  for (const scope of ["channels:history", "groups:history"]) state.scopes.add(scope);
  return {
    platform: "slack",
    origin: new URL(server.url).origin,
    channels,
    strikes: /\/api\/(?:chat\.postMessage|conversations\.history)/u,
    environment: (origin) => ({
      SLACK_BOT_TOKEN: state.botToken,
      SLACK_APP_TOKEN: state.appToken,
      SLACK_API_URL: `${origin}/api/`,
    }),
    posts: () => state.posts.filter(({ deleted }) => !deleted).map(({ channel }) => channel),
    violations: state.violations,
    stop: server.stop,
  };
}

async function discord(count: number): Promise<Harness> {
  const server = await startDiscord();
  const { state } = server;
  const channels = Array.from({ length: count }, (_, at) => String(710_000_000_000_000_000n + BigInt(at)));
  for (const id of channels)
    state.channels.set(id, { id, kind: "text", guild: GUILD, name: `digest-${id}`, denied: 0n });
  return {
    platform: "discord",
    origin: new URL(server.url).origin,
    channels,
    strikes: /\/channels\/\d+\/messages/u,
    environment: (origin) => ({ DISCORD_TOKEN: state.token, DISCORD_API_URL: `${origin}/api` }),
    posts: () => state.messages.filter(({ deleted }) => !deleted).map(({ channel }) => channel),
    violations: state.violations,
    stop: server.stop,
  };
}

export const harnesses: Readonly<Record<string, (count: number) => Promise<Harness>>> = { slack, discord };
