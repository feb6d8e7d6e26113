// A channel's digest setting, and one day's post of it.

/** When a digest is due, in local time of its zone. */
export type Schedule = Readonly<{
  /** `HH:MM`. */
  time: string;
  /** IANA name. */
  zone: string;
  /** Bit mask: Monday 1, Tuesday 2 … Sunday 64. */
  days: number;
}>;

export const DAILY = 0b1111111;
export const WEEKDAYS = 0b0011111;

/** A time at which a digest is due. The local date names it: a clock change cannot make two of one. */
export type Occurrence = Readonly<{ date: string; dueAt: number }>;

/**
 * `active`; `off` by command, its place kept; `suspended` because the channel or the platform takes nothing.
 */
export type SubscriptionState = "active" | "off" | "suspended";

/** One a channel. Times are milliseconds since 1970. */
export type Subscription = Schedule &
  Readonly<{
    id: string;
    platform: string;
    channel: string;
    /** Id of the only report that it follows; all when absent. */
    report?: string;
    /** Starts again by itself when everything was read. */
    repeat: boolean;
    /** Rises with every change of the settings. */
    revision: number;
    state: SubscriptionState;
    /** Why it is suspended, and whether the channel or the whole platform is closed. */
    suspended?: Readonly<{ scope: "channel" | "platform"; reason: string }>;
    nextAt: number;
    /** No paragraph comes twice in one cycle. */
    cycle: number;
    createdBy: string;
    createdAt: number;
  }>;

/**
 * `pending` → `sending` → `sent`; `sending` → `unknown` when it cannot be told whether the post arrived. Nothing was
 * posted for `empty` (nothing to read), `missed`, `cancelled` and `failed`; `held` may have been posted.
 */
export type DeliveryState =
  | "pending"
  | "sending"
  | "unknown"
  | "sent"
  | "empty"
  | "missed"
  | "cancelled"
  | "failed"
  | "held";

export type Delivery = Readonly<{
  /** Subscription and local date: one day has one. */
  id: string;
  subscription: string;
  revision: number;
  dueAt: number;
  /** After this it is not posted any more. */
  expiresAt: number;
  state: DeliveryState;
  /** Posts of which nobody knows what became. */
  attempts: number;
  /** When the first try left, if one did. */
  firstTryAt?: number;
  /** The message of every try, fixed at the first claim. */
  payload?: string;
  /** The paragraph it shows; absent for the notice that everything was read. */
  code?: string;
  link?: string;
  /** Why it came to its state. */
  reason?: string;
  finishedAt?: number;
}>;

/** What a channel's readers have been shown in the present cycle. */
export type Place = Readonly<{
  /** Codes of paragraphs. */
  shown: ReadonlySet<string>;
  /** The last post said that everything was read. */
  noticed: boolean;
}>;

/** The public questions of a channel since a time: how many, not which. */
export type QuestionCount = Readonly<{
  asked: number;
  unanswered: number;
  /** The paragraph that was quoted most often. */
  most?: Readonly<{ code: string; times: number }>;
}>;
