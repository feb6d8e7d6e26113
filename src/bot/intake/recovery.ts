// Replies to the requests that an earlier process received and did not complete.
import { z } from "zod";
import type { Log } from "#domain/log.ts";
import type { Bot, Platform } from "#domain/platform.ts";
import type { Abandoned, Inbox } from "#store/inbox.ts";

const SECOND = 1000;
const INTERVAL = 5 * SECOND;
// Nobody waits longer: the asker of an older request is told to look for the answer and to ask again, as when sending it had
// started.
const MAX_AGE = 5 * 60 * SECOND;

export type RecoveryDeps = Readonly<{
  inbox: Pick<Inbox, "reclaim" | "complete">;
  bot: Pick<Bot, "resume">;
  /** The platforms of this process that have not ended. The requests of one that is away wait until it is back. */
  serving(): Iterable<Platform>;
  log: Log;
  now: () => Date;
}>;

/** Looks now and every few seconds. The returned function stops that and resolves when the last look is done. */
export function startRecovery(deps: RecoveryDeps): () => Promise<void> {
  let looking = look(deps);
  const timer = setInterval(() => {
    looking = looking.then(() => look(deps));
  }, INTERVAL);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}

/** Never throws: an error is logged, and the next look tries again. */
async function look(deps: RecoveryDeps): Promise<void> {
  try {
    const serving = [...deps.serving()].filter((platform) => platform.status() === "serving");
    const abandoned = await deps.inbox.reclaim(serving.map(({ name }) => name));
    await Promise.all(abandoned.map((one) => recover(one, serving, deps)));
  } catch (error) {
    deps.log.error("inbox.read-failed", { error: String(error) });
  }
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
  const isLate = now().getTime() - takenAt.getTime() > MAX_AGE;
  const send = platform.sender(invocation, address);
  await bot.resume({ invocation, sendStarted: sendStarted || isLate, send });
}

// As `responder.ts` stores it. Another version of Ibid may have stored it, so fields that are not listed here are ignored.
const BODY = z.object({
  invocation: z.object({
    platform: z.string(),
    keys: z.array(z.string()),
    command: z.string(),
    args: z.record(z.string(), z.string()),
    asker: z.object({ id: z.string(), name: z.string(), mayManage: z.boolean() }),
    channel: z.object({ id: z.string(), kind: z.enum(["channel", "direct"]) }),
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
