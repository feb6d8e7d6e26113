// Counts a channel's public questions: when, whether answered, which paragraph. Neither who asked nor what.
import type { QuestionCount } from "#domain/digest.ts";
import type { Database } from "./connect.ts";
import type { ChannelRef } from "./subscription.ts";

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
  const oldest = Math.max(...questions.map(({ askedAt }) => askedAt)) - KEPT_MILLISECONDS;
  await database.transaction().execute(async (transaction) => {
    await transaction.deleteFrom("question").where("asked_at", "<", oldest).execute();
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
