// The tables as Kysely sees them. The keys are the names in the file, which a release has fixed: `shelf` holds what the code
// calls report versions, `told` whether the suspension notice was sent, `leaving` whether sending has started. Instants are
// milliseconds since 1970, booleans 0 or 1. The rows of the digest have a zod schema, because they are checked when read.
import type { Generated } from "kysely";
import { z } from "zod";
import { DAILY, type DeliveryState, type SubscriptionState } from "#domain/digest.ts";
import { LABELS } from "#domain/scope.ts";
import { isTimeZone } from "#text/time-zone-name.ts";

type InboxTable = {
  /** One of the names that a platform gives an event, prefixed with the platform's own. */
  key: string;
  seen_at: number;
  /** What is needed to answer the event, until it is answered; set on one row of an event only. */
  body: string | null;
  /** The process that answers it, and how long it has for that before another process may take over; of a reserved name the event. */
  owner: string | null;
  lease_until: number | null;
  /** 1 once the reply may have been sent. */
  leaving: Generated<number>;
};

export const subscriptionRow = z.object({
  /** Platform and channel. */
  id: z.string(),
  platform: z.string(),
  channel: z.string(),
  time: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/u, "not a time"),
  zone: z.string().refine(isTimeZone, "not a time zone"),
  days: z.int().min(1).max(DAILY),
  report: z.string().nullable(),
  repeat: z.int(),
  revision: z.int(),
  state: z.enum(["active", "off", "suspended"]) satisfies z.ZodType<SubscriptionState>,
  closed_scope: z.enum(["channel", "platform", "access"]).nullable(),
  closed_reason: z.string().nullable(),
  /** 1 when the person who set it up was told why it is suspended. */
  told: z.int(),
  next_at: z.int(),
  cycle: z.int(),
  created_by: z.string(),
  created_at: z.int(),
  /** How many missed deliveries have no row; null where an older version has created the subscription. */
  missed: z.int().nullable(),
});

export const deliveryRow = z.object({
  /** Subscription and local date, so that a day can have only one. */
  id: z.string(),
  subscription: z.string(),
  revision: z.int(),
  cycle: z.int(),
  due_at: z.int(),
  expires_at: z.int(),
  state: z.enum([
    "pending",
    "sending",
    "unknown",
    "sent",
    "empty",
    "missed",
    "cancelled",
    "failed",
    "held",
  ]) satisfies z.ZodType<DeliveryState>,
  attempts: z.int(),
  not_before: z.int(),
  /** Set by the claim that is working on it; the holder of an older token can no longer change the row. */
  token: z.string().nullable(),
  lease_until: z.int(),
  first_try_at: z.int().nullable(),
  payload: z.string().nullable(),
  code: z.string().nullable(),
  message: z.string().nullable(),
  link: z.string().nullable(),
  reason: z.string().nullable(),
  finished_at: z.int().nullable(),
});

/** What an administrator has set for a channel. */
export const channelScopeRow = z.object({
  /** Platform and channel. */
  id: z.string(),
  platform: z.string(),
  channel: z.string(),
  /** Names of report sets, separated by commas; null for all. */
  sets: z.string().nullable(),
  ceiling: z.enum(LABELS),
  /** 1 when people of other organisations and guests may read what the channel may see. */
  outsiders: z.int(),
  changed_by: z.string(),
  changed_at: z.int(),
});

/** An access token of a program. */
export const accessTokenRow = z.object({
  id: z.string(),
  /** SHA-256 of the secret, in hexadecimal digits. */
  hash: z.string(),
  name: z.string(),
  /** Names of report sets, separated by commas; null for all. */
  sets: z.string().nullable(),
  ceiling: z.enum(LABELS),
  created_at: z.int(),
});

/** One public question: neither who asked nor the words. */
type QuestionTable = {
  platform: string;
  channel: string;
  asked_at: number;
  answered: number;
  /** Code of the paragraph that was quoted. */
  code: string | null;
};

/** A list that has more pages: the codes of its paragraphs, as JSON. Neither who asked nor the words. */
type SelectionTable = { id: string; kept_at: number; body: string };

type ReportVersionTable = { report: string; fingerprint: string; changed_at: number };

export type Schema = {
  inbox: InboxTable;
  subscription: z.infer<typeof subscriptionRow>;
  delivery: z.infer<typeof deliveryRow>;
  question: QuestionTable;
  channel_scope: z.infer<typeof channelScopeRow>;
  selection: SelectionTable;
  access_token: z.infer<typeof accessTokenRow>;
  shelf: ReportVersionTable;
};
