// A channel's digest settings, and one day's post of it. All instants are milliseconds since 1970.

/** A channel of a platform, by the ids that survive a change of its name. */
export type ChannelRef = Readonly<{ platform: string; channel: string }>;

/** The same for every row that is kept for a channel. */
export function channelId({ platform, channel }: ChannelRef): string {
  return `${platform}:${channel}`;
}

/** When a digest is due, in local time of its zone. */
export type Schedule = Readonly<{
  /** `HH:MM`, from 00:00 to 23:59. */
  time: string;
  /** IANA name, such as `Europe/London`. */
  zone: string;
  /** Bit mask: Monday 1, Tuesday 2 … Sunday 64. */
  days: number;
}>;

export const DAILY = 0b1111111;
export const WEEKDAYS = 0b0011111;

/** What a person chooses when switching a digest on. */
export type SubscriptionSettings = Schedule &
  Readonly<{
    /** Id of the only report to post from; all reports when absent. */
    report?: string;
    /** Start over automatically once every paragraph has been shown. */
    repeat: boolean;
  }>;

/**
 * One day's digest. It is identified by its local date (`YYYY-MM-DD`), not by its instant, so that a clock change cannot
 * turn one into two.
 */
export type Occurrence = Readonly<{ date: string; dueAt: number }>;

/**
 * `active`; `off`, switched off by command; `suspended`, because the channel or the whole platform accepts no posts, or
 * because people read it who may not. Only an active one posts; all keep their reading position.
 */
export type SubscriptionState = "active" | "off" | "suspended";

/** The digest of one channel. */
export type Subscription = ChannelRef &
  SubscriptionSettings &
  Readonly<{
    id: string;
    /** Increases with every change of the settings. */
    revision: number;
    state: SubscriptionState;
    /** Why it is suspended. The channel or the whole platform refused a post, or people read it who may not. */
    suspended?: Readonly<{ scope: "channel" | "platform" | "access"; reason: string }>;
    nextAt: number;
    /** Counts the readings of the reports: no paragraph is shown twice in one cycle. */
    cycle: number;
    /** Id of the person who set it up. */
    createdBy: string;
    createdAt: number;
  }>;

/**
 * `pending` → `sending` → `sent`. From `sending` to `unknown` when the platform did not say whether the post arrived, and
 * back to `pending` when it definitely did not. Nothing was posted for `empty` (nothing to read), `missed`, `cancelled` and
 * `failed`; a `held` one may have been posted.
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

/** One day's post of a subscription. */
export type Delivery = Readonly<{
  /** Subscription and local date, so that a day can have only one. */
  id: string;
  subscription: string;
  /** The revision of the subscription that it was made for. */
  revision: number;
  dueAt: number;
  /** It is not posted after this instant. */
  expiresAt: number;
  state: DeliveryState;
  /** How many posts had an unknown outcome. */
  attempts: number;
  /** When the first attempt started; absent before it. */
  firstTryAt?: number;
  /** The stored form of its message, which every attempt posts unchanged. Absent until the first claim and after the end. */
  payload?: string;
  /** Code of the paragraph that it shows; absent for the notice that everything was read. */
  code?: string;
  link?: string;
  /** Why it is in its state. */
  reason?: string;
  finishedAt?: number;
}>;

/** How far a channel has read in its present cycle. */
export type ReadingPosition = Readonly<{
  /** Codes of the paragraphs shown. */
  shown: ReadonlySet<string>;
  /** The last post was the notice that everything was read. */
  allReadPosted: boolean;
}>;

/** The public questions of a channel since an instant: how many, not which. */
export type QuestionCount = Readonly<{
  asked: number;
  unanswered: number;
  /** The paragraph that was quoted most often. */
  most?: Readonly<{ code: string; times: number }>;
}>;
