// What to do next with a claimed delivery. Pure: a table of its state, what was found in the channel, and the time.
import type { Subscription } from "#domain/digest.ts";
import type { Platform, PostRef } from "#domain/platform.ts";
import type { ClaimedDelivery, Finish } from "#store/delivery.ts";
import type { DigestDeps } from "./deps.ts";
import type { Timing } from "./timing.ts";

/** What a search of the channel for an earlier post of the delivery found. */
export type Found = Awaited<ReturnType<Platform["findPost"]>>;

export type Ending = Pick<Finish, "state" | "reason">;

/** Post the message, for the first time or again with the same key. */
type Post = Readonly<{ kind: "post" }>;
/** Search the channel for an earlier post, from this time on. */
type Look = Readonly<{ kind: "look"; since: Date }>;
/** It was posted before. */
type Posted = Readonly<{ kind: "posted"; post: PostRef }>;
/** Try again later: the platform could not be reached. */
type Wait = Readonly<{ kind: "wait" }>;
type End = Readonly<{ kind: "end" }> & Ending;

export type Decision = Post | Posted | Wait | End;

export type Claimed = Readonly<{ delivery: ClaimedDelivery; subscription: Subscription }>;

/** The first decision, right after the claim. */
export function decideOnClaim(
  { delivery, subscription }: Claimed,
  { now, timing }: Readonly<{ now: number; timing: Timing }>,
): Post | Look | End {
  const { firstTryAt, dueAt, expiresAt } = delivery;
  if (delivery.state === "unknown") return look((firstTryAt ?? dueAt) - timing.skew);
  if (subscription.state !== "active" || subscription.revision !== delivery.revision)
    return end("cancelled", "the settings changed");
  if (now > expiresAt) return end("missed", "too late");
  // A late delivery without an attempt may come from a restored backup that does not know of the attempt.
  if (firstTryAt === undefined && now - dueAt > timing.late) return look(dueAt - timing.skew);
  return { kind: "post" };
}

/** The decision after the search, where there was one. */
export function decideOnFinding(
  { delivery, subscription }: Claimed,
  found: Found,
  { now, unknownPost }: Readonly<{ now: number }> & Pick<DigestDeps, "unknownPost">,
): Decision {
  if (typeof found === "object") return { kind: "posted", post: found };
  if (found === "unreachable") return { kind: "wait" };
  if (delivery.state === "pending") return { kind: "post" };
  const isOff = subscription.state !== "active";
  const isOver = isOff || now > delivery.expiresAt;
  if (found === "not-permitted" && (isOver || unknownPost === "hold"))
    return end("held", "it is not known whether it was posted");
  if (isOver) return isOff ? end("cancelled", "switched off") : end("missed", "too late");
  return { kind: "post" };
}

function look(since: number): Look {
  return { kind: "look", since: new Date(since) };
}

function end(state: Ending["state"], reason: string): End {
  return { kind: "end", state, reason };
}
