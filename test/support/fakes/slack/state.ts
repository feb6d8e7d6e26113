// The state of the fake Slack: tokens, channels, posts, scripted faults, and violations by the client.

type Fields = Readonly<Record<string, unknown>>;

type Channel = Readonly<{
  id: string;
  /** `group`: a message to several people. */
  kind: "public" | "private" | "group" | "direct";
  /** Of the bot. Outside of public channels Slack tells it nothing where it is no member. */
  member: boolean;
  archived?: true;
  /** Fields of `conversations.info` in the place of those of a channel that nobody shares; undefined leaves one out. */
  info?: Fields;
}>;

export type Post = {
  channel: string;
  ts: string;
  thread?: string;
  /** The only person who sees it. */
  onlyFor?: string;
  payload: Readonly<Record<string, unknown>>;
  deleted: boolean;
  /** When it was posted, in milliseconds of `performance.now()`. */
  at: number;
  /** The key of the response_url that was used. */
  by?: string;
};

/** What happens to a request instead of the ordinary response. */
export type Fault = Readonly<
  | { kind: "status"; status: number }
  /** `retryAfter`: the header as it is sent, which a proxy may also leave out. */
  | { kind: "ratelimited"; retryAfter?: number | string }
  | { kind: "error"; error: string }
  /** The request is not carried out, and the answer is a text of something in between. */
  | { kind: "body"; status?: number; body: string }
  /** The same, with a body of so many bytes. */
  | { kind: "flood"; bytes: number }
  /** Status 200, then a body of one byte at a time, without end. */
  | { kind: "drip" }
  /** The request is not carried out, and there is no response. */
  | { kind: "hang" }
  /** The connection breaks before the request is carried out, or after. */
  | { kind: "drop-before" }
  | { kind: "drop-after" }
>;

type ResponseUrl = {
  channel: string;
  user: string;
  uses: number;
  madeAt: number;
  original: string | undefined;
};

export type State = {
  readonly botToken: string;
  readonly appToken: string;
  readonly botUser: string;
  readonly botId: string;
  /** The Enterprise organisation that the workspace T1 belongs to. */
  enterprise?: string;
  readonly scopes: Set<string>;
  /** Whether answers name the scopes of the token. A proxy may take that header away. */
  namesScopes: boolean;
  readonly channels: Map<string, Channel>;
  /** Fields of `users.info` in the place of those of a member of T1. Of `undefined` Slack knows nothing. */
  readonly people: Map<string, Fields | undefined>;
  readonly posts: Post[];
  readonly reactions: Readonly<Record<string, unknown>>[];
  readonly requests: { method: string; body: Readonly<Record<string, unknown>> }[];
  /** By method; those of `answer` apply to the next request that answers somebody, whatever its method. */
  readonly faults: Map<string, Fault[]>;
  /** Messages that have a thread. */
  readonly threads: Set<string>;
  readonly responseUrls: Map<string, ResponseUrl>;
  /** Bytes of endless bodies that were taken from the server. */
  flooded: number;
  /** What a new connection meets: a greeting, nothing at all, or a greeting and its end. */
  socket: "greets" | "silent" | "closes";
  /** Calls that the real Slack would refuse as malformed, and late acknowledgements. */
  readonly violations: string[];
  now: () => number;
  next: number;
};

export function createState(): State {
  return {
    botToken: "xoxb-test-bot",
    appToken: "xapp-test-app",
    botUser: "UBOT",
    botId: "BBOT",
    scopes: new Set([
      ...["commands", "chat:write", "app_mentions:read", "im:history", "reactions:write"],
      ...["channels:read", "groups:read", "mpim:read", "im:read", "users:read"],
    ]),
    namesScopes: true,
    channels: new Map(
      [
        { id: "C1", kind: "public", member: true } as const,
        { id: "C2", kind: "public", member: false } as const,
        { id: "C3", kind: "public", member: true, archived: true } as const,
        { id: "C4", kind: "public", member: true, info: { is_shared: true, is_ext_shared: true } } as const,
        { id: "D1", kind: "direct", member: true } as const,
      ].map((channel) => [channel.id, channel]),
    ),
    people: new Map([["UEVE", { is_restricted: true }]]),
    posts: [],
    reactions: [],
    requests: [],
    faults: new Map(),
    threads: new Set(),
    responseUrls: new Map(),
    flooded: 0,
    socket: "greets",
    violations: [],
    now: Date.now,
    next: 1,
  };
}

export function nextId(state: State, prefix: string): string {
  state.next += 1;
  return `${prefix}${state.next}`;
}

/** Seconds of the server's clock, then a count that makes it unique. */
export function nextTs(state: State): string {
  state.next += 1;
  return `${Math.floor(state.now() / 1000)}.${String(state.next).padStart(6, "0")}`;
}
