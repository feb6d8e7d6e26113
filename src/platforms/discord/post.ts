// Posts unasked, once: the key is Discord's enforced nonce and, since history seldom tells the nonce, the number of the
// first component, so that a post whose answer was lost can be found again.
import { createHash } from "node:crypto";
import {
  type APIChannel,
  type APIMessage,
  type Client,
  PermissionFlagsBits,
  type REST,
  Routes,
} from "discord.js";
import type { Message } from "#domain/message.ts";
import type { Platform, PostRef } from "#domain/platform.ts";
import { readFailure } from "./failure.ts";
import { LIMITS } from "./limits.ts";
import { NO_MENTIONS, renderMessage } from "./render.ts";

export type Posting = Readonly<{
  client: Client;
  /** Sends once and never repeats, and refuses instead of waiting out a rate limit. */
  once: REST;
  token: string;
}>;

export function createPost({
  client,
  once,
  token,
}: Posting): Pick<Platform, "post" | "directMessage" | "findPost"> {
  const post: Platform["post"] = async (channel, message, key) => {
    try {
      const body = {
        ...keyed(message, key),
        nonce: key,
        enforce_nonce: true,
        allowed_mentions: NO_MENTIONS,
      };
      // The library forgets a token that was refused once, for ever.
      const posted = await once.setToken(token).post(Routes.channelMessages(channel), { body });
      return { kind: "posted", post: refOf(posted as APIMessage, client) };
    } catch (error) {
      return readFailure(error);
    }
  };
  return {
    post,
    async directMessage(person, message, key) {
      try {
        const body = { recipient_id: person };
        const direct = await once.setToken(token).post(Routes.userChannels(), { body });
        return await post((direct as Pick<APIChannel, "id">).id, message, key);
      } catch (error) {
        return readFailure(error);
      }
    },
    async findPost(channel, key, since) {
      try {
        if (!(await canReadHistory(client, channel))) return "not-permitted";
        return await search({ client, once, token }, { channel, key, since });
      } catch (error) {
        // A channel that is closed stays so; after an outage or a rate limit it is worth asking again.
        const { kind } = readFailure(error);
        return kind === "unknown" || kind === "limited" ? "unreachable" : "not-permitted";
      }
    },
  };
}

function keyed(message: Message, key: string) {
  const { flags, components } = renderMessage(message);
  const [first, ...others] = components;
  return { flags, components: first === undefined ? [] : [{ ...first, id: numberOf(key) }, ...others] };
}

// Discord numbers the other components itself, from 1; a number this high is none of those.
const LOWEST_NUMBER = 2 ** 30;

/** The key as a component's number, which has 31 bits. */
function numberOf(key: string): number {
  return LOWEST_NUMBER + (createHash("sha256").update(key).digest().readUInt32BE() % LOWEST_NUMBER);
}

function refOf({ id, channel_id }: Pick<APIMessage, "id" | "channel_id">, client: Client): PostRef {
  const channel = client.channels.cache.get(channel_id);
  const place = channel === undefined || channel.isDMBased() ? "@me" : channel.guildId;
  return {
    channel: channel_id,
    message: id,
    link: `https://discord.com/channels/${place}/${channel_id}/${id}`,
  };
}

/** Without this permission Discord answers with an empty history, which looks like "nothing was posted". */
async function canReadHistory(client: Client, id: string): Promise<boolean> {
  const channel = await client.channels.fetch(id);
  if (channel === null || client.user === null) return false;
  if (channel.isDMBased()) return true;
  const own = channel.permissionsFor(client.user);
  return own?.has([PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory]) ?? false;
}

type Wanted = Readonly<{ channel: string; key: string; since: Date }>;

// Discord's clock and ours may differ by this many milliseconds.
const SKEW = 120_000;
const DISCORD_EPOCH = 1_420_070_400_000;
const MAX_PAGES = 10;

async function search(
  { client, once, token }: Posting,
  { channel, key, since }: Wanted,
): Promise<PostRef | "absent" | "not-permitted"> {
  let after = String(BigInt(Math.max(0, since.getTime() - SKEW - DISCORD_EPOCH)) << 22n);
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = new URLSearchParams({ limit: String(LIMITS.historyPage), after });
    const messages = (await once
      .setToken(token)
      .get(Routes.channelMessages(channel), { query })) as APIMessage[];
    const own = messages.filter(({ author }) => author.id === client.user?.id);
    const found = own.find(
      ({ nonce, components }) => nonce === key || components?.some(({ id }) => id === numberOf(key)),
    );
    if (found !== undefined) return refOf(found, client);
    // Newest first: the next page begins after the first of this one.
    if (messages.length < LIMITS.historyPage) return "absent";
    after = messages[0]?.id ?? after;
  }
  return "not-permitted";
}
