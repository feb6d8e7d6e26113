// Takes the next delivery and fixes what it says, in one transaction: a retry posts the same, two processes never take one.
import type { Delivery, Subscription } from "#domain/digest.ts";
import { messageOf } from "#domain/errors.ts";
import type { Message } from "#domain/message.ts";
import { claimDelivery, type Finish, finishDelivery, freezeDelivery } from "#store/delivery.ts";
import { lastSentAt, readPlace } from "#store/delivery-history.ts";
import { countQuestions } from "#store/question.ts";
import type { Database } from "#store/store.ts";
import { findSubscription, startCycle } from "#store/subscription.ts";
import type { DigestDeps, Occasion, Printable } from "./deps.ts";
import { localTime } from "./schedule.ts";
import { nextEdition } from "./select.ts";

/** A delivery to be carried out. */
export type Task = Readonly<{
  token: string;
  /** As it was found: `pending` or `unknown`. */
  delivery: Delivery;
  subscription: Subscription;
  /** Absent where it may have left and its report has changed since: it is worded anew only if it has to leave again. */
  message?: Message;
}>;

/** "finished": there was nothing to post after all. */
export async function claimNext(deps: DigestDeps): Promise<Task | "finished" | "none"> {
  const { database, now, timing, newToken } = deps;
  const token = newToken();
  return database.transaction().execute(async (transaction) => {
    const claimedAt = now();
    const claiming = { platforms: [...deps.posters().keys()], token, now: claimedAt };
    const delivery = await claimDelivery(transaction, { ...claiming, leaseUntil: claimedAt + timing.lease });
    if (delivery === undefined) return "none";
    const subscription = await findSubscription(transaction, delivery.subscription);
    if (subscription === undefined) throw new Error(`delivery ${delivery.id} has no subscription`);
    const end = async (ending: Pick<Finish, "state" | "reason">) => {
      await finishDelivery(transaction, { id: delivery.id, token }, { ...ending, now: claimedAt });
      return "finished" as const;
    };
    const over = delivery.state === "pending" ? whyOver(delivery, subscription, claimedAt) : undefined;
    if (over !== undefined) return end(over);
    const task = { token, delivery, subscription };
    const fixed = thaw(delivery, deps);
    if (fixed !== undefined) return { ...task, message: fixed };
    if (delivery.state === "unknown") return task;
    const message = await freeze(task, transaction, deps);
    return "state" in message ? end(message) : { ...task, message };
  });
}

/** What the task posts, fixed now where it was not; undefined when that ended it. The caller holds it, by its intent. */
export async function messageOfTask(task: Task, deps: DigestDeps): Promise<Message | undefined> {
  const { message, delivery, token } = task;
  if (message !== undefined) return message;
  return deps.database.transaction().execute(async (transaction) => {
    const anew = await freeze(task, transaction, deps);
    if (!("state" in anew)) return anew;
    await finishDelivery(transaction, { id: delivery.id, token }, { ...anew, now: deps.now() });
    return undefined;
  });
}

type Ending = Pick<Finish, "state" | "reason">;

/** Why a delivery of which surely nothing was posted is not posted any more. */
function whyOver(delivery: Delivery, subscription: Subscription, now: number): Ending | undefined {
  if (subscription.state !== "active" || subscription.revision !== delivery.revision)
    return { state: "cancelled", reason: "the settings changed" };
  if (now > delivery.expiresAt) return { state: "missed", reason: "too late" };
  return undefined;
}

/** The message as it was fixed, unless a report changed since: what is quoted must stand in it. */
function thaw({ payload }: Delivery, { isSound }: DigestDeps): Message | undefined {
  if (payload === undefined) return undefined;
  const message: Message = JSON.parse(payload);
  return isSound(message) ? message : undefined;
}

type Freezing = Readonly<{ delivery: Delivery; subscription: Subscription }>;

async function freeze(
  { delivery, subscription }: Freezing,
  transaction: Database,
  deps: DigestDeps,
): Promise<Message | Ending> {
  const { id, report, repeat, cycle } = subscription;
  const place = await readPlace(transaction, subscription, delivery.id);
  const edition = nextEdition(deps.order(report), place, { repeat });
  if (edition.kind === "nothing") return { state: "empty" };
  const startsAgain = edition.kind === "paragraph" && edition.startsAgain;
  if (startsAgain) await startCycle(transaction, id);
  const code = edition.kind === "paragraph" ? edition.paragraph.code : undefined;
  const occasion = await readOccasion({ delivery, subscription }, transaction, deps);
  const worded = word(edition, occasion, deps);
  const payload = "failed" in worded ? "" : JSON.stringify(worded);
  await freezeDelivery(transaction, delivery.id, { payload, code, cycle: startsAgain ? cycle + 1 : cycle });
  if (!("failed" in worded)) return worded;
  deps.log.error("digest.message-failed", { delivery: delivery.id, code: code ?? "", reason: worded.failed });
  return { state: "failed", reason: worded.failed };
}

/** A paragraph that cannot be worded is a bug of ours: it must not hold back the days after it. */
function word(
  edition: Printable,
  occasion: Occasion,
  deps: DigestDeps,
): Message | Readonly<{ failed: string }> {
  try {
    const message = deps.word(edition, occasion);
    return deps.isSound(message) ? message : { failed: "the quotation is not in its paragraph" };
  } catch (error) {
    return { failed: messageOf(error) };
  }
}

async function readOccasion(
  { delivery, subscription }: Freezing,
  transaction: Database,
  { now, timing }: DigestDeps,
): Promise<Occasion> {
  const since = (await lastSentAt(transaction, subscription.id)) ?? subscription.createdAt;
  return {
    questions: await countQuestions(transaction, subscription, since),
    ...(now() - delivery.dueAt > timing.late
      ? { delayed: localTime(delivery.dueAt, subscription.zone) }
      : {}),
  };
}
