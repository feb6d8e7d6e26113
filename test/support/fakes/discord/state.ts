// What the loopback Discord knows: servers, channels, messages, interactions, scripted faults and the rules that a client broke.
import { PermissionFlagsBits as Can } from "discord.js";

export type Json = Readonly<Record<string, unknown>>;

export type Channel = {
  id: string;
  kind: "text" | "thread" | "direct";
  guild?: string;
  name: string;
  /** What everybody, the bot included, may not do here. */
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
  /** Only this person sees it. */
  onlyFor?: string;
  /** Deferred: it says that the bot is thinking. */
  pending: boolean;
  deleted: boolean;
  createdAt: number;
  reactions: string[];
  /** How often it was sent or edited. */
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
  /** Kind of the first answer, once there is one. */
  answered?: number;
  answeredAfter?: number;
  choices?: readonly Json[];
  /** The message that `@original` names. */
  original?: string;
};

/** What happens to the next requests of a route instead of the ordinary answer. */
export type Fault =
  | Readonly<{ kind: "status"; status: number; body?: Json; accepted?: boolean }>
  | Readonly<{ kind: "limited"; seconds: number; global?: boolean }>
  | Readonly<{ kind: "hang"; accepted?: boolean }>
  | Readonly<{ kind: "drop"; accepted?: boolean }>;

type Request = Readonly<{ route: string; path: string; body: unknown; at: number }>;

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
  readonly requests: Request[];
  readonly faults: Map<string, Fault[]>;
  /** Requests that the real Discord would refuse as malformed: a test that does not expect one fails on it. */
  readonly violations: string[];
  /** The gateway no longer takes the token, as when it was reset a moment ago. */
  isTokenReset: boolean;
  /** Privileged intents that are switched on for the application, as bits. */
  privileged: number;
  /** What the bot may do in every server, as bits. */
  granted: bigint;
  /** Requests of a channel's message route that are let through in five seconds. */
  channelLimit: number;
  /** Requests a second over all routes but those of interactions. */
  globalLimit: number;
  /** History tells the nonce of a message only sometimes. */
  nonceInHistory: boolean;
  now: () => number;
  next: bigint;
};

const DISCORD_EPOCH = 1_420_070_400_000;

/** Ids look like the real ones: 18 or 19 digits, in the order of time. */
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

/** What everybody may do in a server unless a channel denies it. */
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
    privileged: 0,
    granted: EVERYBODY,
    channelLimit: 5,
    globalLimit: 50,
    nonceInHistory: false,
    now: Date.now,
    next: 0n,
  };
}

/** What the bot may do in a channel. */
export function permissionsIn({ denied, kind }: Channel): bigint {
  return kind === "direct" ? EVERYBODY : EVERYBODY & ~denied;
}
