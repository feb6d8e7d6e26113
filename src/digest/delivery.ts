// Carries out one delivery, from top to bottom: claim it, look for an earlier post, decide, commit that a post is about to be
// sent, post, record the outcome. A process may die anywhere: the lease runs out and another one continues from the store.
import { createHash } from "node:crypto";
import type { Subscription } from "#domain/digest.ts";
import type { Message } from "#domain/message.ts";
import type { PostResult } from "#domain/platform.ts";
import type { Refusal } from "#domain/scope.ts";
import { type Database, inTransaction } from "#store/database.ts";
import {
  type Claim,
  type ClaimedDelivery,
  claimDelivery,
  finishDelivery,
  markSending,
  reschedule,
} from "#store/delivery.ts";
import type { UnreadableRow } from "#store/parse-row.ts";
import { findSubscription, rearmNotice, suspend } from "#store/subscription.ts";
import {
  type Claimed,
  type Decision,
  decideOnClaim,
  decideOnFinding,
  type Ending,
} from "./delivery-decision.ts";
import type { DigestDeps, Poster } from "./deps.ts";
import { freezeMessage, readFrozenMessage, readingOf } from "./frozen-message.ts";

/**
 * What makes a post recognisable: the same for every attempt of a delivery, in any process. 24 hexadecimal digits of the
 * hash of a delivery's id or of another name.
 */
export function idempotencyKey(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 24);
}

/**
 * Carries out the delivery that has been due for longest; false when none is due. `inWork`: ids of those that this process
 * carries out at the moment.
 */
export async function deliverNext(deps: DigestDeps, inWork: Set<string>): Promise<boolean> {
  const task = await claimNext(deps, inWork);
  if (task === "none") return false;
  if (task === "ended") return true;
  inWork.add(task.delivery.id);
  await carryOut(task, deps).finally(() => inWork.delete(task.delivery.id));
  return true;
}

async function carryOut(task: Task, deps: DigestDeps): Promise<void> {
  const poster = deps.posters().get(task.subscription.platform);
  // The platform has just stopped. When the lease has run out another process, or the next start, continues.
  if (poster === undefined) return;
  const decision = await decide(task, poster, deps);
  const outcome = decision.kind === "post" ? await postIfAllowed(task, poster, deps) : decision;
  if (outcome !== undefined) await record(outcome, task, deps);
}

/** A delivery in the hands of this process. */
type Task = Claimed &
  Readonly<{
    claim: Claim;
    step: Exclude<ReturnType<typeof decideOnClaim>, { kind: "end" }>;
    /** Absent when something may have been posted and must be composed again if it has to be posted once more. */
    message: Message | undefined;
  }>;

/** Claims a delivery and stores its message, in one transaction. "ended": there was nothing to post after all. */
function claimNext(deps: DigestDeps, inWork: ReadonlySet<string>): Promise<Task | "ended" | "none"> {
  const { database, timing, log } = deps;
  const token = deps.newToken();
  return inTransaction(database, async (transaction) => {
    const now = deps.now();
    const platforms = [...deps.posters().keys()];
    const request = { platforms, token, now, leaseUntil: now + timing.lease, inWork };
    const delivery = await claimDelivery(transaction, request);
    if (delivery === undefined) return "none";
    const claim = { id: delivery.id, token };
    const end = async (ending: Ending) => {
      await finishDelivery(transaction, claim, { ...ending, now });
      return "ended" as const;
    };
    const claimed = await withSubscription(delivery, transaction);
    if ("unreadable" in claimed) {
      log.error("digest.row-unreadable", { id: claimed.id, reason: claimed.unreadable });
      return end({ state: "held", reason: `the row of ${claimed.id} cannot be read` });
    }
    const step = decideOnClaim(claimed, { now, timing });
    if (step.kind === "end") return end(step);
    const reading = await readingOf(claimed.subscription, transaction, deps);
    const frozen = readFrozenMessage(claimed.delivery, reading, deps);
    // Something may have been posted already: a new message is composed only once it is certain that one is needed.
    if (frozen !== undefined || claimed.delivery.state === "unknown")
      return { ...claimed, claim, step, message: frozen };
    const message = await freezeMessage(claimed, transaction, deps);
    return "state" in message ? end(message) : { ...claimed, claim, step, message };
  });
}

async function withSubscription(
  delivery: ClaimedDelivery | UnreadableRow,
  transaction: Database,
): Promise<Claimed | UnreadableRow> {
  if ("unreadable" in delivery) return delivery;
  const subscription = await findSubscription(transaction, delivery.subscription);
  if (subscription === undefined) return { id: delivery.subscription, unreadable: "there is no such row" };
  return "unreadable" in subscription ? subscription : { delivery, subscription };
}

async function decide(task: Task, poster: Poster, deps: DigestDeps): Promise<Decision> {
  const { step, delivery, subscription } = task;
  if (step.kind === "post") return step;
  const { unknownPost } = deps;
  const found = await poster.findPost(subscription.channel, idempotencyKey(delivery.id), step.since);
  return decideOnFinding(task, found, { now: deps.now(), unknownPost });
}

type Outcome = PostResult | Exclude<Decision, { kind: "post" }> | Refusal;

/** Who reads the channel is asked directly before each post: it may have been opened to others since the last one. */
async function postIfAllowed(task: Task, poster: Poster, deps: DigestDeps): Promise<Outcome | undefined> {
  const { platform, channel } = task.subscription;
  const decision = await deps.decidePost({ platform, channel });
  if (decision.kind === "refused") return decision;
  if (decision.kind === "allowed") return post(task, poster, deps);
  const { isClosed, reason } = decision;
  return isClosed ? { kind: "closed", scope: "channel", reason } : { kind: "wait" };
}

/** Undefined when another process has taken over, or when there was nothing to post after all. */
async function post(task: Task, poster: Poster, deps: DigestDeps): Promise<PostResult | undefined> {
  const { database, timing, log } = deps;
  const { claim, delivery, subscription } = task;
  const now = deps.now();
  if (!(await markSending(database, claim, { now, leaseUntil: now + timing.lease }))) {
    log.info("digest.taken-over", { delivery: delivery.id });
    return undefined;
  }
  const message = task.message ?? (await composeAgain(task, deps));
  return message && poster.post(subscription.channel, message, idempotencyKey(delivery.id));
}

/** Replaces a message that can no longer be posted; ends the delivery when there is nothing to post instead. */
function composeAgain(task: Task, deps: DigestDeps): Promise<Message | undefined> {
  return inTransaction(deps.database, async (transaction) => {
    const message = await freezeMessage(task, transaction, deps);
    if (!("state" in message)) return message;
    await finishDelivery(transaction, task.claim, { ...message, now: deps.now() });
    return undefined;
  });
}

// The wait between two searches for a post of unknown fate grows with every attempt, up to this many times `settle`.
const MAX_BACKOFF = 10;

async function record(outcome: Outcome, task: Task, deps: DigestDeps): Promise<void> {
  const { database, timing, log } = deps;
  const { claim, delivery } = task;
  const now = deps.now();
  const later = (state: "pending" | "unknown", reason: string, notBefore: number) =>
    reschedule(database, claim, { state, reason, notBefore });
  switch (outcome.kind) {
    case "posted":
      await finishDelivery(database, claim, { state: "sent", now, post: outcome.post });
      return rearmNotice(database, delivery.subscription);
    case "limited":
      // A platform may ask for a wait of years: right after the delivery has expired it is settled as missed.
      return later("pending", "limited", Math.min(now + outcome.seconds * 1000, delivery.expiresAt + 1));
    case "wait":
      return later(delivery.state, "unreachable", now + timing.settle);
    case "unknown": {
      log.warn("digest.unknown", { delivery: delivery.id, reason: outcome.reason });
      const backoff = Math.min(delivery.attempts + 1, MAX_BACKOFF);
      return later("unknown", outcome.reason, now + timing.settle * backoff);
    }
    case "rejected":
      log.error("digest.rejected", { delivery: delivery.id, reason: outcome.reason });
      await finishDelivery(database, claim, { state: "failed", now, reason: outcome.reason });
      return;
    case "closed": {
      const { scope, reason } = outcome;
      // A closed platform is the operator's to fix, and it would not accept the notice either.
      const notice = scope === "platform" ? undefined : deps.closedMessage(task.subscription, reason);
      return suspendClosed(task, { scope, reason, notice }, deps);
    }
    case "refused": {
      const reason =
        outcome.why === "outside" ? "people from outside read the channel" : `${outcome.missing} is missing`;
      const notice = deps.refusedMessage(task.subscription, outcome);
      return suspendClosed(task, { scope: "access", reason, notice }, deps);
    }
    case "end": {
      const { state, reason } = outcome;
      log.warn("digest.not-posted", { delivery: delivery.id, state, reason: reason ?? "" });
      await finishDelivery(database, claim, { ...outcome, now });
      return;
    }
  }
}

type Closure = Readonly<{
  scope: NonNullable<Subscription["suspended"]>["scope"];
  reason: string;
  /** For the person who set the channel's digest up. */
  notice: Message | undefined;
}>;

/** Suspends the channel's digest, or all of the platform's. The notice is sent once. */
async function suspendClosed(
  { claim, delivery, subscription }: Task,
  { scope, reason, notice }: Closure,
  deps: DigestDeps,
): Promise<void> {
  const { database, log } = deps;
  const { platform, channel } = subscription;
  const suspended = await inTransaction(database, async (transaction) => {
    const ending = { state: "cancelled", now: deps.now(), reason } as const;
    // A process that has taken over will find out for itself.
    const isOurs = await finishDelivery(transaction, claim, ending);
    return isOurs ? suspend(transaction, subscription, { scope, reason }) : [];
  });
  if (suspended.length === 0) return;
  log.warn("digest.suspended", { platform, scope, reason, channel, subscriptions: suspended.length });
  if (notice === undefined) return;
  for (const { noticeSent, createdBy } of suspended) {
    if (noticeSent) continue;
    const poster = deps.posters().get(platform);
    const result = await poster?.directMessage(createdBy, notice, idempotencyKey(`${delivery.id}:closed`));
    if (result?.kind !== "posted") log.warn("digest.maker-not-told", { platform, channel });
  }
}
