// The tables, as Kysely sees them. Times are milliseconds since 1970, truth is 0 or 1.
import type { Generated } from "kysely";
import type { DeliveryState, SubscriptionState } from "#domain/digest.ts";

type InboxTable = {
  /** A name that a platform gives an event, with the platform's name in front. */
  key: string;
  seen_at: number;
  /** What is needed to answer it, until it is answered; on one row of an event. */
  body: string | null;
  /** The process that answers it, and until when it is trusted to. */
  owner: string | null;
  lease_until: number | null;
  /** Whether its answer may have been sent. */
  leaving: Generated<number>;
};

export type SubscriptionTable = {
  /** Platform and channel. */
  id: string;
  platform: string;
  channel: string;
  time: string;
  zone: string;
  days: number;
  report: string | null;
  repeat: number;
  revision: number;
  state: SubscriptionState;
  closed_scope: "channel" | "platform" | null;
  closed_reason: string | null;
  /** Whether its maker was told why it is suspended. */
  told: number;
  next_at: number;
  cycle: number;
  created_by: string;
  created_at: number;
};

export type DeliveryTable = {
  /** Subscription and local date: one day has one. */
  id: string;
  subscription: string;
  revision: number;
  cycle: number;
  due_at: number;
  expires_at: number;
  state: DeliveryState;
  attempts: number;
  not_before: number;
  /** Of the claim that works on it; an older one changes nothing any more. */
  token: string | null;
  lease_until: number;
  first_try_at: number | null;
  payload: string | null;
  code: string | null;
  message: string | null;
  link: string | null;
  reason: string | null;
  finished_at: number | null;
};

/** One public question: neither who asked nor what. */
type QuestionTable = {
  platform: string;
  channel: string;
  asked_at: number;
  answered: number;
  /** The paragraph that was quoted. */
  code: string | null;
};

/** The reports as they were last loaded. */
type ReportVersionTable = { report: string; fingerprint: string; changed_at: number };

export type Schema = {
  inbox: InboxTable;
  subscription: SubscriptionTable;
  delivery: DeliveryTable;
  question: QuestionTable;
  shelf: ReportVersionTable;
};
