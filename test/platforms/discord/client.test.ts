// What the client library does by itself and has to be kept from, or has to be helped with.
import { Events } from "discord.js";
import { afterEach, expect, test } from "vitest";
import {
  createClient,
  MAX_MEMBERS_OF_SERVER,
  MAX_MESSAGES_OF_CHANNEL,
  MAX_USERS,
} from "#platforms/discord/connection/client.ts";
import { directMessage, mention, say } from "#test/support/fakes/discord/payloads.ts";
import { type DiscordServer, startDiscord } from "#test/support/fakes/discord/server.ts";
import { ADA, CHANNEL, GUILD } from "#test/support/fakes/discord/state.ts";
import { type Fixture, openFixture } from "./fixture.ts";

let closing: readonly (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
});

async function connect() {
  const server: DiscordServer = await startDiscord();
  const client = createClient(server.url, {
    isStopped: () => false,
    beforeConnecting: async () => undefined,
    onClosed: () => undefined,
  });
  closing = [() => client.destroy(), () => server.stop()];
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(server.state.token);
  await ready;
  return { server, client };
}

test("of thousands of people and messages the client remembers the newest, and always itself", async () => {
  const { server, client } = await connect();
  const { state } = server;
  const last = String(MAX_USERS + 100);
  const seen = new Promise<void>((resolve) => {
    client.on(Events.MessageCreate, ({ content }) => content === last && resolve());
  });
  for (let count = 1; count <= MAX_USERS + 100; count++) {
    const id = String(810_000_000_000_000_000n + BigInt(count));
    state.people.set(id, { id, username: `p${count}`, global_name: `P${count}`, bot: false });
    say(server, String(count), { user: id, more: { mentions: [state.bot] } });
  }
  await seen;
  const guild = client.guilds.cache.get(GUILD);
  const channel = client.channels.cache.get(CHANNEL);
  const messages = channel?.isTextBased() === true ? channel.messages.cache.size : undefined;
  expect({ users: client.users.cache.size, members: guild?.members.cache.size, messages }).toEqual({
    users: MAX_USERS,
    members: MAX_MEMBERS_OF_SERVER,
    messages: MAX_MESSAGES_OF_CHANNEL,
  });
  expect(client.users.cache.has(state.bot.id)).toBe(true);
  expect(guild?.members.me?.id).toBe(state.bot.id);
});

const QUESTION = "What would be a red line for Iran's parliament?";

test("a direct message is answered also when Discord does not say what kind of channel it is in", async () => {
  const one: Fixture = await openFixture();
  closing = [one.close];
  directMessage(one.server, QUESTION, { user: ADA, more: { channel_type: undefined } });
  await one.server.until(() => one.words().includes("para. 4 of 17"));
  mention(one.server, QUESTION);
  await one.server.until(() => one.posted().length === 2);
  expect(one.handled.map(({ via }) => via)).toEqual(["direct", "mention"]);
});
