// What an earlier process took and did not live to answer is answered by this one.
import type { Log } from "#domain/log.ts";
import type { Address, Bot, Invocation, Platform } from "#domain/platform.ts";
import type { Abandoned, Inbox } from "#store/inbox.ts";

const SECOND = 1000;
const INTERVAL = 5 * SECOND;
// After this nobody waits for the answer any more, and the platforms' addresses come to their end.
const OLDEST = 5 * 60 * SECOND;

export type RecoveryDeps = Readonly<{
  inbox: Pick<Inbox, "reclaim" | "complete">;
  bot: Pick<Bot, "resume">;
  /** The platforms that serve at this moment. */
  serving(): Iterable<Platform>;
  log: Log;
  now: () => Date;
}>;

/** Looks now and every few seconds, until the function that it returns is called; that resolves when all is done. */
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

/** One look. Never throws: what fails is logged and tried again at the next. */
async function look(deps: RecoveryDeps): Promise<void> {
  try {
    const abandoned = await deps.inbox.reclaim();
    await Promise.all(abandoned.map((one) => resume(one, deps)));
  } catch (error) {
    deps.log.error("inbox.read-failed", { error: String(error) });
  }
}

async function resume(
  { keys, body, takenAt, sendStarted }: Abandoned,
  { inbox, bot, serving, log, now }: RecoveryDeps,
): Promise<void> {
  const { invocation, address } = JSON.parse(body) as Readonly<{ invocation: Invocation; address: Address }>;
  const platform = [...serving()].find(({ name }) => name === invocation.platform);
  const { command, channel } = invocation;
  const what = { platform: invocation.platform, command, channel: channel.id };
  if (platform !== undefined && now().getTime() - takenAt.getTime() <= OLDEST) {
    log.info("answer.resumed", { ...what, takenAt: takenAt.toISOString() });
    return bot.resume({ invocation, sendStarted, send: platform.sender(invocation, address) });
  }
  log.error("answer.lost", { ...what, error: "the process that took it ended" });
  await inbox.complete(keys);
}
