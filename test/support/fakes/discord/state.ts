// The state of the fake Discord: servers, channels, messages, interactions, scripted faults, and violations by the client.
import { PermissionFlagsBits as Can } from "discord.js";

export type Json = Readonly<Record<string, unknown>>;

export type Channel = {
  id: string;
  kind: "text" | "thread" | "direct";
  guild?: string;
  name: string;
  /** Permission bits that everybody lacks here, the bot included. */
  denied: bigint;
};

type Person = Readonly<{ id: string; username: string; global_name: string; bot: boolean }>;

export type Stored = {
  id: string;
  channel: string;
  author: string;
  content: string;
  components: readonly Json[];
  flags: number;
  allowedMentions?: Json;
  nonce?: string;
  replyTo?: string;
  /** The only person who sees it. */
  onlyFor?: string;
  /** Deferred: Discord shows that the bot is thinking. */
  pending: boolean;
  deleted: boolean;
  createdAt: number;
  reactions: string[];
  /** The number of times it was sent or edited. */
  writes: number;
  writtenAt: number;
};

export type Interaction = {
  id: string;
  token: string;
  type: number;
  user: string;
  channel: string;
  createdAt: number;
  /** The type of the first response, once there is one. */
  answered?: number;
  answeredAfter?: number;
  choices?: readonly Json[];
  /** The id of the message called `@original`. */
  original?: string;
};

/** What happens to a request instead of the ordinary response; `accepted`: after it was carried out. */
export type Fault =
  | Readonly<{ kind: "status"; status: number; body?: Json; accepted?: boolean }>
  /** `retryAfter`: the header, when it is not the seconds; none when null. */
  | Readonly<{ kind: "limited"; seconds: number; global?: boolean; retryAfter?: string | null }>
  /** Something else answers, such as a proxy: this text, with this content type. */
  | Readonly<{ kind: "text"; status: number; type: string; text: string; accepted?: boolean }>
  /** The headers arrive at once, the body byte by byte without an end. */
  | Readonly<{ kind: "drip"; accepted?: boolean }>
  | Readonly<{ kind: "hang"; accepted?: boolean }>
  | Readonly<{ kind: "drop"; accepted?: boolean }>;

type ReceivedRequest = Readonly<{ route: string; path: string; body: unknown; at: number }>;

export type State = {
  readonly token: string;
  readonly application: string;
  readonly bot: Person;
  readonly people: Map<string, Person>;
  readonly guilds: Map<string, { id: string; name: string; members: Set<string> }>;
  readonly channels: Map<string, Channel>;
  readonly messages: Stored[];
  readonly interactions: Map<string, Interaction>;
  /** Registered commands by place: a server's id, or "everywhere". */
  readonly commands: Map<string, Json[]>;
  readonly requests: ReceivedRequest[];
  /** By route; those of `answer` apply to the next request that answers somebody, whatever its route. */
  readonly faults: Map<string, Fault[]>;
  /** Requests that the real Discord would refuse as malformed. Most tests require that there are none. */
  readonly violations: string[];
  /** The gateway refuses the token and REST accepts it, as right after a reset of the token. */
  isTokenReset: boolean;
  /** The gateway closes every connection at once with this code. */
  closesWith: number | undefined;
  /** After a login no server follows. */
  withholdsGuilds: boolean;
  /** The gateway's address answers an upgrade to a WebSocket with this status, as a proxy does. */
  upgradesWith: number | undefined;
  /** Bits of the privileged intents that the application has. */
  privileged: number;
  /** Permission bits of the bot in every server. */
  granted: bigint;
  /** Posts allowed in one channel within five seconds. */
  channelLimit: number;
  /** Requests allowed within a second, those of interactions excepted. */
  globalLimit: number;
  /** Whether the history of a channel includes nonces; the real one seldom does. */
  nonceInHistory: boolean;
  now: () => number;
  next: bigint;
};

const DISCORD_EPOCH = 1_420_070_400_000;

/** Ids like the real ones: 18 or 19 digits, in chronological order. */
export function nextId(state: State): string {
  state.next += 1n;
  return String((BigInt(state.now() - DISCORD_EPOCH) << 22n) + (state.next % 4_194_304n));
}

export const GUILD = "600000000000000001";
export const OTHER_GUILD = "600000000000000002";
export const CHANNEL = "700000000000000001";
export const ELSEWHERE = "700000000000000003";
/** A channel of the team's server that the bot cannot see. */
export const CLOSED = "700000000000000005";
export const DIRECT = "700000000000000004";
export const ADA = "800000000000000001";
export const BEN = "800000000000000002";

/** Permission bits of everybody in a server, unless a channel denies them. */
export const EVERYBODY =
  Can.ViewChannel |
  Can.SendMessages |
  Can.SendMessagesInThreads |
  Can.ReadMessageHistory |
  Can.AddReactions |
  Can.UseApplicationCommands;

export function createState(): State {
  const bot = { id: "900000000000000001", username: "ibid", global_name: "Ibid", bot: true };
  const person = (id: string, name: string) => ({
    id,
    username: name,
    global_name: name,
    bot: false,
  });
  const people = [bot, person(ADA, "ada"), person(BEN, "ben")];
  const channels: Channel[] = [
    { id: CHANNEL, kind: "text", guild: GUILD, name: "general", denied: 0n },
    { id: ELSEWHERE, kind: "text", guild: OTHER_GUILD, name: "elsewhere", denied: 0n },
    { id: CLOSED, kind: "text", guild: GUILD, name: "closed", denied: Can.ViewChannel | Can.SendMessages },
    { id: DIRECT, kind: "direct", name: "", denied: 0n },
  ];
  return {
    token: "MTIzNDU2Nzg5MDEyMzQ1Njc4.GtEsTs.a-loopback-token-that-opens-nothing-1",
    application: bot.id,
    bot,
    people: new Map(people.map((one) => [one.id, one])),
    guilds: new Map([
      [GUILD, { id: GUILD, name: "Team", members: new Set([bot.id, ADA, BEN]) }],
      [OTHER_GUILD, { id: OTHER_GUILD, name: "Strangers", members: new Set([bot.id, BEN]) }],
    ]),
    channels: new Map(channels.map((one) => [one.id, one])),
    messages: [],
    interactions: new Map(),
    commands: new Map(),
    requests: [],
    faults: new Map(),
    violations: [],
    isTokenReset: false,
    closesWith: undefined,
    withholdsGuilds: false,
    upgradesWith: undefined,
    privileged: 0,
    granted: EVERYBODY,
    channelLimit: 5,
    globalLimit: 50,
    nonceInHistory: false,
    now: Date.now,
    next: 0n,
  };
}

/** Permission bits of the bot in a channel. */
export function permissionsIn({ denied, kind }: Channel): bigint {
  return kind === "direct" ? EVERYBODY : EVERYBODY & ~denied;
}
