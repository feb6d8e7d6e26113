// The client of discord.js: which events it gets, what it remembers of them, how it connects.
import { Client, GatewayIntentBits, Options, Partials, Status } from "discord.js";
import { addChannelType, type Supervision, supervise } from "./patches.ts";
import { restOptions } from "./rest.ts";

// How much the library keeps in memory. It is read within one event only, such as the message that another one replies to,
// so that small numbers suffice; without them the library keeps every person that it has ever seen.
export const MAX_USERS = 1_000;
export const MAX_MEMBERS_OF_SERVER = 200;
export const MAX_MESSAGES_OF_CHANNEL = 25;

export function createClient(api: string, supervision: Omit<Supervision, "isConnecting">): Client {
  const client: Client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
    // The channel of a direct message is not in the cache before its first message.
    partials: [Partials.Channel],
    allowedMentions: { parse: [], repliedUser: false },
    enforceNonce: true,
    rest: restOptions(api),
    makeCache: createCaches(),
    ws: {
      buildStrategy: supervise({
        ...supervision,
        isConnecting: (shard) => client.ws.shards.get(shard)?.status === Status.Connecting,
      }),
    },
  });
  addChannelType(client);
  return client;
}

function createCaches() {
  // The bot itself is looked up to learn what it may do in a channel.
  const isSelf = ({ id, client }: Readonly<{ id: string; client: Client }>) => id === client.user?.id;
  return Options.cacheWithLimits({
    ...Options.DefaultMakeCacheSettings,
    UserManager: { maxSize: MAX_USERS, keepOverLimit: isSelf },
    GuildMemberManager: { maxSize: MAX_MEMBERS_OF_SERVER, keepOverLimit: isSelf },
    MessageManager: MAX_MESSAGES_OF_CHANNEL,
  });
}
