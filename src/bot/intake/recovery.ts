// What an earlier process took and did not live to answer is answered by this one.
import type { Log } from "#domain/log.ts";
import type { Address, Bot, Invocation, Platform } from "#domain/platform.ts";
import type { Abandoned, Inbox } from "#store/inbox.ts";

const SECOND = 1000;
const INTERVAL = 5 * SECOND;
// After this nobody waits for the answer any more, and the platforms' addresses come to their end.
const OLDEST = 5 * 60 * SECOND;

export type UnansweredEdges = Readonly<{
  inbox: Pick<Inbox, "adopt" | "finish">;
  bot: Pick<Bot, "resume">;
  /** The platforms that serve at this moment. */
  serving(): Iterable<Platform>;
  log: Log;
  now: () => Date;
}>;

/** Looks now and every few seconds, until the function that it returns is called; that resolves when all is done. */
export function watchUnanswered(edges: UnansweredEdges): () => Promise<void> {
  let looking = look(edges);
  const timer = setInterval(() => {
    looking = looking.then(() => look(edges));
  }, INTERVAL);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}

/** One look. Never throws: what fails is logged and tried again at the next. */
async function look(edges: UnansweredEdges): Promise<void> {
  try {
    const abandoned = await edges.inbox.adopt();
    await Promise.all(abandoned.map((one) => resume(one, edges)));
  } catch (error) {
    edges.log("unanswered not read", { level: "error", error: String(error) });
  }
}

async function resume(
  { keys, body, takenAt, isLeaving }: Abandoned,
  { inbox, bot, serving, log, now }: UnansweredEdges,
): Promise<void> {
  const { invocation, address } = JSON.parse(body) as Readonly<{ invocation: Invocation; address: Address }>;
  const platform = [...serving()].find(({ name }) => name === invocation.platform);
  const { command, channel } = invocation;
  const what = { platform: invocation.platform, command, channel: channel.id };
  if (platform !== undefined && now().getTime() - takenAt.getTime() <= OLDEST) {
    log("answer resumed", { ...what, takenAt: takenAt.toISOString() });
    return bot.resume({ invocation, isLeaving, send: platform.sender(invocation, address) });
  }
  log("answer lost", { level: "error", ...what, error: "the process that took it ended" });
  await inbox.finish(keys);
}
