// Counts a channel's public questions: when, whether answered, which paragraph. Neither who asked nor what.
import type { QuestionCount } from "#domain/digest.ts";
import type { Database } from "./store.ts";
import { type ChannelRef, subscriptionId } from "./subscription.ts";

// Longer than the widest gap between two digests; nothing older is ever shown.
const KEPT_MILLISECONDS = 32 * 24 * 60 * 60 * 1000;

export type PublicQuestion = ChannelRef &
  Readonly<{
    /** Milliseconds since 1970. */
    askedAt: number;
    answered: boolean;
    /** The paragraph that was quoted. */
    code?: string;
  }>;

export async function recordQuestions(
  database: Database,
  questions: readonly PublicQuestion[],
): Promise<void> {
  // The last question of each channel; by channel the index finds what is old.
  const last = new Map(questions.map((question) => [subscriptionId(question), question]));
  await database.transaction().execute(async (transaction) => {
    for (const { platform, channel, askedAt } of last.values())
      await transaction
        .deleteFrom("question")
        .where("platform", "=", platform)
        .where("channel", "=", channel)
        .where("asked_at", "<", askedAt - KEPT_MILLISECONDS)
        .execute();
    const rows = questions.map(({ platform, channel, askedAt, answered, code = null }) => {
      return { platform, channel, asked_at: askedAt, answered: Number(answered), code };
    });
    await transaction.insertInto("question").values(rows).execute();
  });
}

export async function countQuestions(
  database: Database,
  { platform, channel }: ChannelRef,
  since: number,
): Promise<QuestionCount> {
  const own = database
    .selectFrom("question")
    .where("platform", "=", platform)
    .where("channel", "=", channel)
    .where("asked_at", ">", since);
  const { asked, answered } = await own
    .select(({ fn }) => [fn.countAll<number>().as("asked"), fn.sum<number | null>("answered").as("answered")])
    .executeTakeFirstOrThrow();
  const most = await own
    .select(({ fn }) => ["code", fn.countAll<number>().as("times")])
    .where("code", "is not", null)
    .groupBy("code")
    .orderBy("times", "desc")
    .orderBy("code")
    .limit(1)
    .executeTakeFirst();
  const { code = null, times = 0 } = most ?? {};
  return { asked, unanswered: asked - (answered ?? 0), ...(code === null ? {} : { most: { code, times } }) };
}
