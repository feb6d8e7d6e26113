// The platforms that are tested: for each a server on the loopback interface, with as many channels as there are digests.
import { type DiscordServer, startDiscord } from "#test/support/fakes/discord/server.ts";
import { GUILD } from "#test/support/fakes/discord/state.ts";
import { type SlackServer, startSlack } from "#test/support/fakes/slack/server.ts";

export type Harness = Readonly<{
  platform: string;
  /** The origin of the server. */
  origin: string;
  channels: readonly string[];
  /** The calls that may go wrong, by their path. */
  faulty: RegExp;
  /** The environment of a bot that reaches the platform at this origin. */
  environment(origin: string): Readonly<Record<string, string>>;
  /** The channel of every post that was not deleted. */
  posts(): readonly string[];
  violations: readonly string[];
  stop(): Promise<void>;
}>;

/** `server`: one of its own if it is absent. */
export async function slackHarness(count: number, server?: SlackServer): Promise<Harness> {
  const { state, url, stop } = server ?? (await startSlack());
  const channels = Array.from({ length: count }, (_, index) => `C${String(index).padStart(8, "0")}`);
  for (const id of channels) state.channels.set(id, { id, kind: "public", member: true });
  for (const scope of ["channels:history", "groups:history"]) state.scopes.add(scope);
  return {
    platform: "slack",
    origin: new URL(url).origin,
    channels,
    faulty: /\/api\/(?:chat\.postMessage|conversations\.history)/u,
    environment: (origin) => ({
      SLACK_BOT_TOKEN: state.botToken,
      SLACK_APP_TOKEN: state.appToken,
      SLACK_API_URL: `${origin}/api/`,
    }),
    posts: () => state.posts.filter(({ deleted }) => !deleted).map(({ channel }) => channel),
    violations: state.violations,
    stop,
  };
}

/** `server`: one of its own if it is absent. */
export async function discordHarness(count: number, server?: DiscordServer): Promise<Harness> {
  const { state, url, stop } = server ?? (await startDiscord());
  const channels = Array.from({ length: count }, (_, index) =>
    String(710_000_000_000_000_000n + BigInt(index)),
  );
  for (const id of channels)
    state.channels.set(id, { id, kind: "text", guild: GUILD, name: `digest-${id}`, denied: 0n });
  return {
    platform: "discord",
    origin: new URL(url).origin,
    channels,
    faulty: /\/channels\/\d+\/messages/u,
    environment: (origin) => ({ DISCORD_TOKEN: state.token, DISCORD_API_URL: `${origin}/api` }),
    posts: () => state.messages.filter(({ deleted }) => !deleted).map(({ channel }) => channel),
    violations: state.violations,
    stop,
  };
}

export const harnesses: Readonly<Record<string, (count: number) => Promise<Harness>>> = {
  slack: (count) => slackHarness(count),
  discord: (count) => discordHarness(count),
};
