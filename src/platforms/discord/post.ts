// Posts unasked, once. The key of a post is its nonce, by which Discord drops a repeat for some minutes, and also the id of
// its first component: the history of a channel seldom has nonces, and a post of unknown outcome must be found there.
import { createHash } from "node:crypto";
import { type APIMessage, type Client, PermissionFlagsBits, type REST, Routes } from "discord.js";
import type { Message } from "#domain/message.ts";
import type { Platform, PostRef } from "#domain/platform.ts";
import { idOf, openDirectChannel, UnreadableAnswerError } from "./connection/rest.ts";
import { readFailure } from "./failure.ts";
import { LIMITS } from "./limits.ts";
import { NO_MENTIONS, renderMessage } from "./render.ts";

type PostDeps = Readonly<{
  /** Undefined before the platform is started. */
  client: () => Client | undefined;
  rest: () => REST;
}>;

export function createPost({
  client,
  rest,
}: PostDeps): Pick<Platform, "post" | "directMessage" | "findPost"> {
  const post: Platform["post"] = async (channel, message, key) => {
    try {
      const body = {
        ...renderWithKey(message, key),
        nonce: key,
        enforce_nonce: true,
        allowed_mentions: NO_MENTIONS,
      };
      const posted = await rest().post(Routes.channelMessages(channel), { body });
      return { kind: "posted", post: refOf({ id: idOf(posted), channel_id: channel }, client()) };
    } catch (error) {
      return readFailure(error);
    }
  };
  return {
    post,
    async directMessage(person, message, key) {
      try {
        return await post(await openDirectChannel(rest(), person), message, key);
      } catch (error) {
        return readFailure(error);
      }
    },
    async findPost(channel, key, since) {
      try {
        const connected = client();
        // Before that the servers are not known, and with them whether the bot may read their channels.
        if (connected?.isReady() !== true) return "unreachable";
        if (!(await canReadHistory(connected, channel))) return "not-permitted";
        return await search(connected, rest, { channel, key, since });
      } catch (error) {
        // A closed channel stays that way; an outage or a rate limit passes.
        const { kind } = readFailure(error);
        return kind === "unknown" || kind === "limited" ? "unreachable" : "not-permitted";
      }
    },
  };
}

function renderWithKey(message: Message, key: string) {
  const { flags, components } = renderMessage(message);
  const [first, ...others] = components;
  return { flags, components: first === undefined ? [] : [{ ...first, id: componentIdOf(key) }, ...others] };
}

// Component ids have 31 bits. Discord counts the others up from 1, so ids in the upper half are ours.
const MIN_COMPONENT_ID = 2 ** 30;

function componentIdOf(key: string): number {
  return MIN_COMPONENT_ID + (createHash("sha256").update(key).digest().readUInt32BE() % MIN_COMPONENT_ID);
}

function refOf(
  { id, channel_id }: Pick<APIMessage, "id" | "channel_id">,
  client: Client | undefined,
): PostRef {
  const channel = client?.channels.cache.get(channel_id);
  const place = channel === undefined || channel.isDMBased() ? "@me" : channel.guildId;
  return {
    channel: channel_id,
    message: id,
    link: `https://discord.com/channels/${place}/${channel_id}/${id}`,
  };
}

/** Without the permission Discord returns an empty history, which would look as if nothing had been posted. */
async function canReadHistory(client: Client<true>, id: string): Promise<boolean> {
  const channel = await client.channels.fetch(id);
  if (channel === null) return false;
  if (channel.isDMBased()) return true;
  const own = channel.permissionsFor(client.user);
  return own?.has([PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory]) ?? false;
}

type Wanted = Readonly<{ channel: string; key: string; since: Date }>;

// docs.discord.com/developers/reference#snowflakes: an id holds the milliseconds since this epoch above its lower 22 bits.
const DISCORD_EPOCH = 1_420_070_400_000;
const TIME_SHIFT = 22n;
// How far a busy channel is searched: 1,000 messages. Beyond that the outcome stays unknown.
const MAX_PAGES = 10;

async function search(
  client: Client<true>,
  rest: () => REST,
  { channel, key, since }: Wanted,
): Promise<PostRef | "absent" | "not-permitted"> {
  const oldest = BigInt(Math.max(0, since.getTime() - DISCORD_EPOCH)) << TIME_SHIFT;
  let before = {};
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = new URLSearchParams({ limit: String(LIMITS.historyPage), ...before });
    const messages = await rest().get(Routes.channelMessages(channel), { query });
    if (!isMessages(messages)) throw new UnreadableAnswerError("a history that is no list of messages");
    const own = messages.filter(({ author }) => author.id === client.user.id);
    const found = own.find(
      ({ nonce, components }) => nonce === key || components?.some(({ id }) => id === componentIdOf(key)),
    );
    if (found !== undefined) return refOf(found, client);
    // A page has its newest message first. The newest page is read whole, whatever `since` says: our clock may have been ahead
    // when it was taken.
    const last = messages.at(-1);
    if (last === undefined || messages.length < LIMITS.historyPage || BigInt(last.id) < oldest)
      return "absent";
    before = { before: last.id };
  }
  return "not-permitted";
}

function isMessages(answer: unknown): answer is readonly APIMessage[] {
  return Array.isArray(answer);
}
