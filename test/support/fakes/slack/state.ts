// What the loopback Slack knows: tokens, channels, posts, scripted faults and the rules that a client broke.

type Channel = Readonly<{ id: string; kind: "public" | "direct"; member: boolean; archived?: true }>;

export type Post = {
  channel: string;
  ts: string;
  thread?: string;
  /** Only this person sees it. */
  onlyFor?: string;
  payload: Readonly<Record<string, unknown>>;
  deleted: boolean;
  /** When it was posted, by `performance.now()`. */
  at: number;
  /** The response_url by which it came. */
  by?: string;
};

/** What happens to the next request of a method instead of the ordinary answer. */
export type Fault = Readonly<
  | { kind: "status"; status: number }
  | { kind: "ratelimited"; retryAfter: number }
  | { kind: "error"; error: string }
  /** Nothing is done and nothing is answered. */
  | { kind: "hang" }
  /** The connection breaks before anything is done, or after all of it. */
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
  readonly scopes: Set<string>;
  readonly channels: Map<string, Channel>;
  readonly posts: Post[];
  readonly reactions: Readonly<Record<string, unknown>>[];
  readonly requests: { method: string; body: Readonly<Record<string, unknown>> }[];
  /** By method; those of `answer` strike whichever way the bot answers next. */
  readonly faults: Map<string, Fault[]>;
  /** Messages that have replies. */
  readonly threads: Set<string>;
  readonly responseUrls: Map<string, ResponseUrl>;
  /** Calls that the real Slack would refuse as malformed, and acknowledgements that came too late. */
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
    scopes: new Set(["commands", "chat:write", "app_mentions:read", "im:history", "reactions:write"]),
    channels: new Map(
      [
        { id: "C1", kind: "public", member: true } as const,
        { id: "C2", kind: "public", member: false } as const,
        { id: "C3", kind: "public", member: true, archived: true } as const,
        { id: "D1", kind: "direct", member: true } as const,
      ].map((channel) => [channel.id, channel]),
    ),
    posts: [],
    reactions: [],
    requests: [],
    faults: new Map(),
    threads: new Set(),
    responseUrls: new Map(),
    violations: [],
    now: Date.now,
    next: 1,
  };
}

export function nextId(state: State, prefix: string): string {
  state.next += 1;
  return `${prefix}${state.next}`;
}

/** Seconds of the platform's clock, then a count that keeps stamps apart. */
export function nextTs(state: State): string {
  state.next += 1;
  return `${Math.floor(state.now() / 1000)}.${String(state.next).padStart(6, "0")}`;
}
