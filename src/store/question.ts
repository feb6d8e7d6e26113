// Counts a channel's public questions: when, whether answered, which paragraph. Neither who asked nor the words.
import type { ChannelRef, QuestionCount } from "#domain/digest.ts";
import { type Database, kyselyOf } from "./database.ts";
import { createGroupCommit } from "./group-commit.ts";

// Milliseconds that a question waits for others: nobody waits for it to be counted.
const GROUP_DELAY = 200;

export type PublicQuestion = ChannelRef &
  Readonly<{
    /** Milliseconds since 1970. */
    askedAt: number;
    answered: boolean;
    /** Code of the paragraph that was quoted. */
    code?: string;
  }>;

/** Returns a function that records a question, one commit for all that are asked at about the same time. */
export function createQuestionRecorder(database: Database): (question: PublicQuestion) => Promise<void> {
  return createGroupCommit(async (questions) => {
    await recordQuestions(database, questions);
    return questions.map(() => undefined);
  }, GROUP_DELAY);
}

export async function recordQuestions(
  database: Database,
  questions: readonly PublicQuestion[],
): Promise<void> {
  const rows = questions.map(({ platform, channel, askedAt, answered, code = null }) => {
    return { platform, channel, asked_at: askedAt, answered: Number(answered), code };
  });
  await kyselyOf(database).insertInto("question").values(rows).execute();
}

/** The questions after `since`, in milliseconds since 1970. */
export async function countQuestions(
  database: Database,
  { platform, channel }: ChannelRef,
  since: number,
): Promise<QuestionCount> {
  const own = kyselyOf(database)
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
