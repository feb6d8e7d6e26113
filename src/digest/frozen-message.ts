// The message of a delivery. It is chosen and worded once and then stored, so that every attempt posts the same.
import type { ChannelRef, Delivery, QuestionCount, Subscription } from "#domain/digest.ts";
import { messageOf } from "#domain/errors.ts";
import type { Message } from "#domain/message.ts";
import type { Database } from "#store/database.ts";
import { freezeDelivery } from "#store/delivery.ts";
import { lastSentAt, readPosition } from "#store/delivery-history.ts";
import { countQuestions } from "#store/question.ts";
import { parseStoredMessage, serializeMessage } from "#store/stored-message.ts";
import { startCycle } from "#store/subscription.ts";
import type { Claimed, Ending } from "./delivery-decision.ts";
import type { DigestDeps, Reading } from "./deps.ts";
import { localTime } from "./schedule.ts";
import { nextEdition, type Occasion, type Printable } from "./select.ts";

/**
 * The message as it was stored. Undefined when there is none yet, when its quotation is no longer verbatim in what the channel
 * may see (a report or the channel's scope has changed), or when it cannot be read: then it has to be composed.
 */
export function readFrozenMessage(
  { id, payload }: Delivery,
  { isVerbatim }: Reading,
  { log }: DigestDeps,
): Message | undefined {
  if (payload === undefined) return undefined;
  try {
    const message = parseStoredMessage(payload);
    return isVerbatim(message) ? message : undefined;
  } catch (error) {
    log.error("digest.payload-unreadable", { delivery: id, reason: messageOf(error) });
    return undefined;
  }
}

/** Composes the message and stores it with the delivery; returns how the delivery ends when there is nothing to post. */
export async function freezeMessage(
  { delivery, subscription }: Claimed,
  transaction: Database,
  deps: DigestDeps,
): Promise<Message | Ending> {
  const reading = await readingOf(subscription, transaction, deps);
  const { id, report, repeat, cycle } = subscription;
  const position = await readPosition(transaction, subscription, delivery.id);
  const edition = nextEdition(reading.order(report), position, { repeat });
  if (edition.kind === "nothing") return { state: "empty" };
  const startsAgain = edition.kind === "paragraph" && edition.startsAgain;
  if (startsAgain) await startCycle(transaction, id);
  const code = edition.kind === "paragraph" ? edition.paragraph.code : undefined;
  const occasion = await readOccasion({ delivery, subscription }, transaction, deps);
  const composed = compose(edition, occasion, reading);
  const payload = "failure" in composed ? "" : serializeMessage(composed);
  await freezeDelivery(transaction, delivery.id, { payload, code, cycle: startsAgain ? cycle + 1 : cycle });
  if (!("failure" in composed)) return composed;
  deps.log.error("digest.message-failed", {
    delivery: delivery.id,
    code: code ?? "",
    reason: composed.failure,
  });
  return { state: "failed", reason: composed.failure };
}

/** What the channel may be shown now. `transaction`: the one that is open; all that is read in between must be read in it. */
export async function readingOf(
  channel: ChannelRef,
  transaction: Database,
  { scopeOf, readingIn }: DigestDeps,
): Promise<Reading> {
  const { platform, channel: id } = channel;
  return readingIn(await scopeOf({ platform, channel: id }, transaction));
}

/** The public questions in the channel since its last digest, or since the digest was set up. */
export async function countQuestionsSinceLast(
  database: Database,
  subscription: Subscription,
): Promise<QuestionCount> {
  const since = (await lastSentAt(database, subscription.id)) ?? subscription.createdAt;
  return countQuestions(database, subscription, since);
}

/** A paragraph that cannot be worded is a bug of ours. It is reported, not thrown, so that the next days still come. */
function compose(
  edition: Printable,
  occasion: Occasion,
  { digestMessage, isVerbatim }: Reading,
): Message | Readonly<{ failure: string }> {
  try {
    const message = digestMessage(edition, occasion);
    return isVerbatim(message) ? message : { failure: "the quotation is not in its paragraph" };
  } catch (error) {
    return { failure: messageOf(error) };
  }
}

async function readOccasion(
  { delivery, subscription }: Claimed,
  transaction: Database,
  { now, timing }: DigestDeps,
): Promise<Occasion> {
  const questions = await countQuestionsSinceLast(transaction, subscription);
  const isLate = now() - delivery.dueAt > timing.late;
  return isLate ? { questions, delayed: localTime(delivery.dueAt, subscription.zone) } : { questions };
}
