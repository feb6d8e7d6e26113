// What the loopback Slack knows: tokens, channels, posts, scripted faults and the rules that a client broke.

export type Channel = Readonly<{ id: string; kind: "public" | "direct"; member: boolean }>;

export type Post = {
  channel: string;
  ts: string;
  thread?: string;
  /** Only this person sees it. */
  onlyFor?: string;
  by: string;
  payload: Readonly<Record<string, unknown>>;
  deleted: boolean;
};

/** What happens to the next requests of a method instead of the ordinary answer. */
export type Fault = Readonly<{
  kind: "status" | "ratelimited" | "hang" | "drop-before" | "drop-after" | "error";
  status?: number;
  retryAfter?: number;
  error?: string;
}>;

export type ResponseUrl = {
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
  readonly faults: Map<string, Fault[]>;
  readonly responseUrls: Map<string, ResponseUrl>;
  /** Calls that the real Slack would refuse as malformed: a test that does not expect one fails on it. */
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
        { id: "D1", kind: "direct", member: true } as const,
      ].map((channel) => [channel.id, channel]),
    ),
    posts: [],
    reactions: [],
    requests: [],
    faults: new Map(),
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

export function nextTs(state: State): string {
  state.next += 1;
  return `1700000000.${String(state.next).padStart(6, "0")}`;
}
