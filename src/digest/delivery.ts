// Carries out one delivery: look where a post may stand already, say durably that one leaves, post, finish.
import { type Claim, type Finish, finishDelivery, markSending, reschedule } from "#store/delivery.ts";
import { rearmNotice } from "#store/subscription.ts";
import { claimNext, messageOfTask, type Task } from "./claim.ts";
import type { DigestDeps, Poster } from "./deps.ts";
import { keyOf } from "./idempotency-key.ts";
import { suspendClosed } from "./suspend.ts";

type PostResult = Awaited<ReturnType<Poster["post"]>>;
type Found = Awaited<ReturnType<Poster["findPost"]>>;

/** Works on the next delivery that is due; false when there is none. */
export async function deliverNext(deps: DigestDeps): Promise<boolean> {
  const claimed = await claimNext(deps);
  if (claimed === "none") return false;
  if (claimed === "finished") return true;
  const poster = deps.posters().get(claimed.subscription.platform);
  // The platform ended a moment ago: the lease runs out and another process, or the next start, goes on.
  if (poster !== undefined) await carryOut(claimed, poster, deps);
  return true;
}

async function carryOut(task: Task, poster: Poster, deps: DigestDeps): Promise<void> {
  const { delivery, subscription } = task;
  const key = keyOf(delivery.id);
  const since = lookSince(task, deps);
  const found = since === undefined ? "absent" : await poster.findPost(subscription.channel, key, since);
  const next = decide(found, task, deps);
  if (next.kind !== "post") return record(next, task, deps);
  const { now, timing, database, log } = deps;
  const leaving = now();
  const mine = await markSending(database, claimOf(task), {
    now: leaving,
    leaseUntil: leaving + timing.lease,
  });
  if (!mine) return log.info("digest.taken-over", { delivery: delivery.id });
  const message = await messageOfTask(task, deps);
  if (message !== undefined) await record(await poster.post(subscription.channel, message, key), task, deps);
}

/**
 * From when on to look for an earlier post; undefined where there can be none. A late digest is looked for too: the
 * store may be a restored one that does not know of it.
 */
function lookSince({ delivery }: Task, { now, timing }: DigestDeps): Date | undefined {
  const { state, firstTryAt, dueAt } = delivery;
  if (state === "unknown") return new Date((firstTryAt ?? dueAt) - timing.skew);
  const late = firstTryAt === undefined && now() - dueAt > timing.late;
  return late ? new Date(dueAt - timing.skew) : undefined;
}

type Ending = Readonly<{ kind: "end" }> & Pick<Finish, "state" | "reason">;
type Step = Readonly<{ kind: "post" }> | Readonly<{ kind: "wait" }> | PostResult | Ending;

/** What is not there is posted; what may be there is repeated only as far as the operator allows. */
function decide(found: Found, { delivery, subscription }: Task, { unknownPost, now }: DigestDeps): Step {
  if (typeof found === "object") return { kind: "posted", post: found };
  if (found === "unreachable") return { kind: "wait" };
  if (delivery.state === "pending") return { kind: "post" };
  const off = subscription.state !== "active";
  const over = off || now() > delivery.expiresAt;
  if (found === "absent") {
    if (!over) return { kind: "post" };
    return off
      ? { kind: "end", state: "cancelled", reason: "switched off" }
      : { kind: "end", state: "missed", reason: "too late" };
  }
  if (!over && unknownPost === "resend") return { kind: "post" };
  return { kind: "end", state: "held", reason: "nobody can tell whether it was posted" };
}

// A post of which nothing is known is looked for ever less often.
const MAX_BACKOFF = 10;

/** Writes down what came of it. */
async function record(step: Exclude<Step, { kind: "post" }>, task: Task, deps: DigestDeps): Promise<void> {
  const { database, timing, log, now } = deps;
  const { delivery } = task;
  const claim = claimOf(task);
  const later = (state: "pending" | "unknown", reason: string, milliseconds: number) =>
    reschedule(database, claim, { state, reason, notBefore: now() + milliseconds });
  switch (step.kind) {
    case "posted":
      await finishDelivery(database, claim, { state: "sent", now: now(), post: step.post });
      return rearmNotice(database, delivery.subscription);
    case "limited":
      return later("pending", "limited", step.seconds * 1000);
    case "wait":
      return later(delivery.state === "pending" ? "pending" : "unknown", "unreachable", timing.settle);
    case "unknown": {
      log.warn("digest.unknown", { delivery: delivery.id, reason: step.reason });
      const patience = Math.min(delivery.attempts + 1, MAX_BACKOFF);
      return later("unknown", step.reason, timing.settle * patience);
    }
    case "rejected":
      log.error("digest.rejected", { delivery: delivery.id, reason: step.reason });
      await finishDelivery(database, claim, { state: "failed", now: now(), reason: step.reason });
      return;
    case "closed":
      return suspendClosed(task, step, deps);
    case "end":
      log.warn("digest.not-posted", { delivery: delivery.id, state: step.state, reason: step.reason ?? "" });
      await finishDelivery(database, claim, { ...step, now: now() });
      return;
  }
}

function claimOf({ delivery, token }: Task): Claim {
  return { id: delivery.id, token };
}
