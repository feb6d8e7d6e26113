// Counts a channel's public questions: when, whether answered, which paragraph. Neither who asked nor what.
import type { QuestionCount } from "#domain/digest.ts";
import type { Database } from "./connect.ts";
import type { ChannelRef } from "./subscription.ts";

// Longer than the widest gap between two digests; nothing older is ever shown.
const KEPT_MILLISECONDS = 32 * 24 * 60 * 60 * 1000;

export async function recordQuestion(
  database: Database,
  where: ChannelRef,
  question: Readonly<{ now: number; answered: boolean; code?: string }>,
): Promise<void> {
  const { now, answered, code = null } = question;
  await database
    .deleteFrom("question")
    .where("platform", "=", where.platform)
    .where("channel", "=", where.channel)
    .where("asked_at", "<", now - KEPT_MILLISECONDS)
    .execute();
  await database
    .insertInto("question")
    .values({ ...where, asked_at: now, answered: Number(answered), code })
    .execute();
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
