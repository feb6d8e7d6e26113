// Dispatch and the one error boundary: whatever happens, the asker is told and the log has the id.
import { UsageError } from "#domain/errors.ts";
import type { LiveLibrary } from "#domain/live-library.ts";
import type { InvocationLog, Log } from "#domain/log.ts";
import type { Message, Reply } from "#domain/message.ts";
import type { Bot, Handle, Invocation } from "#domain/platform.ts";
import type { Command, CountQuestion, DigestContext, Knowledge } from "./command.ts";
import type { Limits } from "./intake/rate-limit.ts";
import { createResponder, type ResponderDeps } from "./intake/responder.ts";
import type { SearchQueue } from "./intake/search-queue.ts";
import { busyMessage, failureMessage, limitedMessage, usageMessage } from "./messages/failure.ts";
import { suggestReports } from "./reference.ts";
import { findMisquoted } from "./verify-quotes.ts";

export type BotDeps = Readonly<{
  liveLibrary: LiveLibrary<Knowledge>;
  commands: readonly Command[];
  /** None where nothing comes twice, as at the console. */
  inbox?: ResponderDeps["inbox"];
  prefix: string;
  digest: DigestContext;
  countQuestion?: CountQuestion;
  log: Log;
  now: () => Date;
  /** A short id that the asker and the log share. */
  newId: () => string;
  /** Called once for everything that was handled; an answer that could then not be sent is told by `failed`. */
  onHandled?: (handled: InvocationLog) => void;
  /** None where nobody else asks, as at the console. */
  limits?: Limits;
  searchQueue?: SearchQueue;
}>;

export function createBot(deps: BotDeps): Bot {
  const { inbox = FORGETFUL, log, newId, liveLibrary } = deps;
  const reply: Handle = (invocation) => handle(invocation, deps);
  return {
    handle: reply,
    ...createResponder({
      inbox,
      log,
      handle: reply,
      fail: (invocation, error) => fail(newId(), invocation, { error, deps }),
      unhandled: (invocation, outcome) =>
        observe(invocation, deps, { id: newId(), outcome, milliseconds: 0 }),
    }),
    suggestReports: (typed) => suggestReports(typed, liveLibrary.current().library),
  };
}

const FORGETFUL: ResponderDeps["inbox"] = {
  claim: async () => true,
  markSending: async () => true,
  complete: async () => undefined,
};

/** What is sent back, and its name for log and metrics. */
type Settled = Readonly<{ reply: Reply; outcome: string }>;

async function handle(invocation: Invocation, deps: BotDeps): Promise<Reply> {
  const id = deps.newId();
  const began = deps.now().getTime();
  const { reply, outcome } = await settle(invocation, deps).catch((error): Settled => {
    if (error instanceof UsageError) return { reply: usageMessage(error.message), outcome: "usage" };
    return { reply: fail(id, invocation, { error, deps }), outcome: "failed" };
  });
  observe(invocation, deps, { id, outcome, milliseconds: deps.now().getTime() - began });
  return reply;
}

function observe(
  { platform, command, via }: Invocation,
  { commands, onHandled: observe }: BotDeps,
  what: Pick<InvocationLog, "id" | "outcome" | "milliseconds">,
): void {
  // What people typed must not become a series of its own.
  const known = commands.some(({ name }) => name === command) ? command : "unknown";
  observe?.({ platform, command: known, via, ...what });
}

type Failing = Readonly<{ error: unknown; deps: BotDeps }>;

function fail(id: string, { platform, command, channel }: Invocation, { error, deps }: Failing): Message {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  deps.log.error("invocation.failed", { id, platform, command, channel: channel.id, error: what });
  return failureMessage(error, id);
}

async function settle(invocation: Invocation, deps: BotDeps): Promise<Settled> {
  // A reload in between must not part the answer from the reports that it is checked against.
  const knowledge = deps.liveLibrary.current();
  const settled = await dispatch(invocation, knowledge, deps);
  const misquoted =
    typeof settled.reply === "string" ? undefined : findMisquoted(settled.reply, knowledge.library);
  if (misquoted !== undefined) throw new Error(`quotation of ${misquoted} is not in its paragraph`);
  return settled;
}

async function dispatch(invocation: Invocation, knowledge: Knowledge, deps: BotDeps): Promise<Settled> {
  const { commands, liveLibrary, now, log, prefix, limits, searchQueue, digest, countQuestion } = deps;
  const command = commands.find(({ name }) => name === invocation.command);
  if (command === undefined)
    throw new UsageError(
      `There is no command "${invocation.command.slice(0, 40)}". /${prefix}ibid lists them.`,
    );
  let outcome = "done";
  const settled = (name: string) => {
    outcome = name;
  };
  const counted = countQuestion === undefined ? {} : { countQuestion };
  const status = liveLibrary.status();
  const context = { knowledge, status, commands, today: now(), prefix, log, digest, settled, ...counted };
  const run = () => command.run(invocation, context);
  if (command.searches !== true || invocation.via === "button") return { reply: await run(), outcome };
  const refusal = limits?.admit(invocation, now());
  if (refusal !== undefined) return { reply: limitedMessage(refusal), outcome: "limited" };
  const reply = await (searchQueue === undefined ? run() : searchQueue.run(run));
  return reply === "busy" ? { reply: busyMessage(), outcome: "busy" } : { reply, outcome };
}
