// A channel or a platform that takes nothing more: its digests are suspended with the reason, and somebody is told once.
import { finishDelivery } from "#store/delivery.ts";
import { suspend } from "#store/subscription.ts";
import type { Task } from "./claim.ts";
import type { DigestDeps } from "./deps.ts";
import { keyOf } from "./idempotency-key.ts";

type Closed = Readonly<{ scope: "channel" | "platform"; reason: string }>;

export async function suspendClosed(
  { delivery, subscription, token }: Task,
  closed: Closed,
  deps: DigestDeps,
) {
  const { database, now, log } = deps;
  const { scope, reason } = closed;
  const suspended = await database.transaction().execute(async (transaction) => {
    const claim = { id: delivery.id, token };
    const ending = { state: "cancelled", now: now(), reason } as const;
    // Whoever took over finds out for itself.
    return (await finishDelivery(transaction, claim, ending))
      ? suspend(transaction, subscription, closed)
      : [];
  });
  if (suspended.length === 0) return;
  const { platform, channel } = subscription;
  log.warn("digest.suspended", { platform, scope, reason, channel, subscriptions: suspended.length });
  // What the whole platform refuses is the operator's to mend, and it would not take the note either.
  if (scope === "platform") return;
  for (const { told, createdBy } of suspended) {
    if (told) continue;
    const message = deps.closedMessage(subscription, reason);
    const result = await deps
      .posters()
      .get(platform)
      ?.directMessage(createdBy, message, keyOf(`${delivery.id}:closed`));
    if (result?.kind !== "posted") log.warn("digest.maker-not-told", { platform, channel });
  }
}
