// Replies to the requests that an earlier process received and did not complete.
import { z } from "zod";
import type { Log } from "#domain/log.ts";
import type { Bot, Platform } from "#domain/platform.ts";
import { repeat } from "#domain/repeat.ts";
import type { Abandoned, Inbox } from "#store/inbox.ts";

const SECOND = 1000;
const INTERVAL = 5 * SECOND;
// The askers of older requests are told to ask again: nobody waits that long for an answer.
const MAX_AGE = 5 * 60 * SECOND;
// Until then whoever cannot be told, because the platform fails, is told later.
const MAX_TELLING_AGE = 60 * 60 * SECOND;

export type RecoveryDeps = Readonly<{
  inbox: Pick<Inbox, "reclaim" | "complete">;
  bot: Pick<Bot, "resume">;
  /** The platforms of this process that have not ended. The requests of one that is away wait until it is back. */
  running(): Iterable<Platform>;
  log: Log;
  now: () => Date;
}>;

/** Looks now and every few seconds. The returned function stops that and resolves when everything found is done. */
export function startRecovery(deps: RecoveryDeps): () => Promise<void> {
  // Not waited for by the next look: a reply that hangs on one platform must not delay those of the others.
  const recovering = new Set<Promise<void>>();
  const lookAndRecover = async () => {
    for (const work of await look(deps)) {
      recovering.add(work);
      void work.finally(() => recovering.delete(work));
    }
  };
  const stopLooking = repeat(lookAndRecover, INTERVAL);
  return async () => {
    await stopLooking();
    await Promise.all(recovering);
  };
}

/** Returns what is being recovered. Never throws: an error is logged, and the next look tries again. */
async function look(deps: RecoveryDeps): Promise<readonly Promise<void>[]> {
  try {
    const serving = [...deps.running()].filter((platform) => platform.status() === "serving");
    const abandoned = await deps.inbox.reclaim(serving.map(({ name }) => name));
    return abandoned.map((one) => recover(one, serving, deps).catch((error) => logFailure(error, deps)));
  } catch (error) {
    logFailure(error, deps);
    return [];
  }
}

function logFailure(error: unknown, { log }: RecoveryDeps): void {
  log.error("inbox.read-failed", { error: String(error) });
}

async function recover(
  { keys, body, takenAt, sendStarted }: Abandoned,
  serving: readonly Platform[],
  { inbox, bot, log, now }: RecoveryDeps,
): Promise<void> {
  const lose = (fields: Readonly<Record<string, string>>) => {
    log.error("answer.lost", fields);
    return inbox.complete(keys);
  };
  const parsed = parseBody(body);
  if ("problem" in parsed) return lose({ keys: keys.join(" "), error: parsed.problem });
  const { invocation, address } = parsed;
  const { command, channel } = invocation;
  const about = { platform: invocation.platform, command, channel: channel.id };
  const platform = serving.find(({ name }) => name === invocation.platform);
  if (platform === undefined) return lose({ ...about, error: "the stored request names another platform" });
  log.info("answer.resumed", { ...about, takenAt: takenAt.toISOString() });
  const age = now().getTime() - takenAt.getTime();
  const expired = age > MAX_AGE;
  const send = platform.sender(invocation, address);
  // One that seems to come from the future was taken before the clock was set back: nobody knows its age.
  const isRepeatSafe = !expired && (age < 0 ? MAX_AGE : age) < (send.repeatableFor ?? 0);
  await bot.resume({
    invocation,
    sendStarted: sendStarted && !isRepeatSafe,
    expired,
    isLastTry: age > MAX_TELLING_AGE,
    send,
  });
}

// As `responder.ts` stores it. Another version of Ibid may have stored it, so fields that are not listed are ignored.
const BODY = z.object({
  invocation: z.object({
    platform: z.string(),
    keys: z.array(z.string()),
    command: z.string(),
    args: z.record(z.string(), z.string()),
    asker: z.object({ id: z.string(), name: z.string(), mayManage: z.boolean() }),
    channel: z.object({ id: z.string(), kind: z.enum(["channel", "direct"]) }),
    message: z.string().exactOptional(),
    via: z.enum(["command", "mention", "direct", "shortcut", "button"]),
  }),
  address: z.record(z.string(), z.string()),
});

type Body = z.infer<typeof BODY>;

/** The problem names wrong fields, not their values: these may be a question, which must not get into the log. */
function parseBody(body: string): Body | Readonly<{ problem: string }> {
  let stored: unknown;
  try {
    stored = JSON.parse(body);
  } catch {
    return { problem: "the stored request is not JSON" };
  }
  const { data, error } = BODY.safeParse(stored);
  if (data !== undefined) return data;
  return {
    problem: `the stored request has wrong fields: ${error.issues.map(({ path }) => path.join(".")).join(", ")}`,
  };
}
