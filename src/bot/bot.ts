// Runs commands: dispatch, rate limit and search queue, the check of every quotation, and the one error boundary.

import type { Access } from "#access/access.ts";
import type { ChannelScopes } from "#access/channel-scopes.ts";
import { narrow } from "#access/scope.ts";
import type { KeptSelections } from "#domain/answer.ts";
import { stackOf, UsageError } from "#domain/errors.ts";
import type { LiveLibrary } from "#domain/live-library.ts";
import type { InvocationLog, Log } from "#domain/log.ts";
import type { Message, Reply } from "#domain/message.ts";
import type { Bot, Handle, Invocation } from "#domain/platform.ts";
import type { Decision, Scope } from "#domain/scope.ts";
import type { Inbox } from "#store/inbox.ts";
import { didYouMean } from "#text/nearest.ts";
import {
  type AccessContext,
  boundArgs,
  type Command,
  type CommandResult,
  type CountQuestion,
  type DigestContext,
  type Knowledge,
  type ScopedKnowledge,
} from "./command.ts";
import type { RateLimit } from "./intake/rate-limit.ts";
import { createResponder, type Responder, type ResponderDeps } from "./intake/responder.ts";
import type { SearchQueue } from "./intake/search-queue.ts";
import { busyMessage, failureMessage, limitedMessage, usageMessage } from "./messages/failure.ts";
import { refusalLine, refusalMessage } from "./messages/scope.ts";
import { createMemorySelections } from "./selection-page.ts";
import { findMisquoted } from "./verify-quotes.ts";

type BotInbox = ResponderDeps["inbox"] & Pick<Inbox, "reserve">;

export type BotDeps = Readonly<{
  liveLibrary: LiveLibrary<ScopedKnowledge>;
  access: Access;
  /** What administrators have set for channels. Absent where nothing is stored. */
  channelScopes?: ChannelScopes;
  commands: readonly Command[];
  /** Absent where no event is delivered twice, as at the console. */
  inbox?: BotInbox;
  prefix: string;
  digest: DigestContext;
  /** Kept in memory if absent. */
  selections?: KeptSelections;
  countQuestion?: CountQuestion;
  log: Log;
  now: () => Date;
  /** A short id, shown to the asker and written to the log. */
  newId: () => string;
  /** Called once for every invocation. That its reply could not be sent is logged separately. */
  onHandled?: (handled: InvocationLog) => void;
  /** Absent where only one person asks, as at the console. */
  rateLimit?: RateLimit;
  searchQueue?: SearchQueue;
}>;

/** What the process needs of the bot besides what its platforms do: to measure it and to stop it. */
export type RunningBot = Bot & Pick<Responder, "load" | "stop">;

export function createBot(given: BotDeps): RunningBot {
  const deps = { ...given, selections: given.selections ?? createMemorySelections() };
  const { inbox = NO_INBOX, log, newId, liveLibrary, digest, access } = deps;
  const handle: Handle = (invocation) => handleInvocation(invocation, deps);
  return {
    handle,
    ...createResponder({
      inbox,
      log,
      handle,
      fail: (invocation, error) => fail(newId(), invocation, { error, deps }),
      unhandled: (invocation, outcome) =>
        reportHandled(invocation, deps, { id: newId(), outcome, milliseconds: 0 }),
      onSpokenTo: async ({ platform, channel }) =>
        digest.subscriptions?.resumeChannel({ platform, channel: channel.id }),
    }),
    async suggestReports(typed, where) {
      const decision = await access.decide(where);
      if (decision.kind === "refused") return [];
      const knowledge = await liveLibrary.current().within(decision.scope);
      return knowledge.suggestReports(typed.slice(0, MAX_TYPED));
    },
  };
}

// Of the beginning of a report's name, for which names are suggested.
const MAX_TYPED = 100;

const NO_INBOX: BotInbox = {
  claim: async () => true,
  markSending: async () => true,
  markWaiting: async () => undefined,
  handOver: async () => undefined,
  reserve: async () => true,
  complete: async () => undefined,
};

type FullDeps = BotDeps & Required<Pick<BotDeps, "selections">>;

async function handleInvocation(invocation: Invocation, deps: FullDeps): Promise<Reply> {
  const id = deps.newId();
  const startedAt = deps.now().getTime();
  const { reply, outcome = "done" } = await runChecked(invocation, deps).catch((error): CommandResult => {
    if (error instanceof UsageError) return { reply: usageMessage(error.message), outcome: "usage" };
    return { reply: fail(id, invocation, { error, deps }), outcome: "failed" };
  });
  reportHandled(invocation, deps, { id, outcome, milliseconds: deps.now().getTime() - startedAt });
  return reply;
}

function reportHandled(
  { platform, command, via }: Invocation,
  { commands, onHandled }: BotDeps,
  result: Pick<InvocationLog, "id" | "outcome" | "milliseconds">,
): void {
  // Metrics have a series for each command: anything else that people type must not add one.
  const known = commands.some(({ name }) => name === command) ? command : "unknown";
  onHandled?.({ platform, command: known, via, ...result });
}

/** Logs the error under the id that the returned message shows to the asker. */
function fail(
  id: string,
  { platform, command, channel }: Invocation,
  { error, deps }: Readonly<{ error: unknown; deps: BotDeps }>,
): Message {
  deps.log.error("invocation.failed", { id, platform, command, channel: channel.id, error: stackOf(error) });
  return failureMessage(error, id);
}

/** Decides what may be seen, runs the command, and checks that its reply quotes what may be seen letter for letter. */
async function runChecked(invocation: Invocation, deps: FullDeps): Promise<CommandResult> {
  const { commands, access, liveLibrary, digest, log } = deps;
  const command = commands.find(({ name }) => name === invocation.command);
  const decision = await access.decide(invocation);
  if (decision.kind === "refused" && command?.runsAnywhere?.(invocation, digest.admins) !== true) {
    const { platform, channel, via } = invocation;
    const reason =
      decision.why === "outside" ? (decision.reason ?? "outside") : `${decision.missing} is missing`;
    log.warn("access.refused", {
      platform,
      channel: channel.id,
      command: command?.name ?? "unknown",
      via,
      reason,
    });
    return { reply: refusalMessage(decision), outcome: "no-access" };
  }
  // Read once: after a reload in between, the reply would be checked against other reports than it was made from.
  const live = liveLibrary.current();
  const knowledge = await live.within(decision.kind === "allowed" ? decision.scope : NOTHING);
  const result = await dispatch(invocation, { command, decision, live, knowledge, deps });
  const misquoted =
    typeof result.reply === "string" ? undefined : findMisquoted(result.reply, knowledge.library);
  if (misquoted !== undefined) throw new Error(`quotation of ${misquoted} is not in its paragraph`);
  return result;
}

/** What a command sees that runs where nothing may be seen. */
const NOTHING: Scope = { sets: [], ceiling: "TLP:CLEAR" };

type Dispatch = Readonly<{
  command: Command | undefined;
  decision: Decision;
  live: ScopedKnowledge;
  knowledge: Knowledge;
  deps: FullDeps;
}>;

async function dispatch(invocation: Invocation, dispatched: Dispatch): Promise<CommandResult> {
  const { command, deps } = dispatched;
  const { rateLimit, searchQueue, now } = deps;
  if (command === undefined) throw new UsageError(unknownCommand(invocation.command, deps));
  if (invocation.via !== "button" || command.posts === true) {
    const refusal = rateLimit?.admit(invocation, now());
    if (refusal === "busy") return { reply: busyMessage(), outcome: "busy" };
    if (refusal !== undefined) return { reply: limitedMessage(refusal), outcome: "limited" };
  }
  const run = () => runCommand(command, invocation, dispatched);
  if (searchQueue === undefined || command.searches !== true || invocation.via === "button") return run();
  const result = await searchQueue.run(invocation.platform, run);
  return result === "busy" ? { reply: busyMessage(), outcome: "busy" } : result;
}

function unknownCommand(name: string, { commands, prefix }: FullDeps): string {
  const typed = name.slice(0, 40);
  const names = commands.filter(({ button }) => button !== true).map(({ name }) => `/${prefix}${name}`);
  const hint = didYouMean(`/${typed}`, names) || didYouMean(`/${prefix}${typed}`, names);
  return `There is no command "${typed}".${hint} /${prefix}ibid lists them all.`;
}

function runCommand(
  command: Command,
  invocation: Invocation,
  { decision, live, knowledge, deps }: Dispatch,
): Promise<CommandResult> {
  const { commands, liveLibrary, prefix, digest, selections, countQuestion, inbox = NO_INBOX } = deps;
  const { platform, keys, args } = invocation;
  return command.run(
    { ...invocation, args: boundArgs(command, args) },
    {
      knowledge,
      access: accessContext(invocation, { decision, live, deps }),
      status: liveLibrary.status(),
      commands,
      now: deps.now(),
      prefix,
      digest,
      selections,
      countQuestion,
      reserve: (name) => inbox.reserve(`${platform}:${name}`, keys),
    },
  );
}

function accessContext(
  { platform, channel }: Invocation,
  { decision, live, deps }: Pick<Dispatch, "decision" | "live" | "deps">,
): AccessContext {
  const { access, channelScopes } = deps;
  return {
    decision,
    defaults: access.defaults,
    ...(channelScopes === undefined ? {} : { scopes: channelScopes }),
    async requirePost() {
      const post = await access.decidePost({ platform, channel: channel.id });
      if (post.kind === "refused") throw new UsageError(refusalLine(post));
      if (post.kind === "unknown") throw new UsageError(refusalLine({ kind: "refused", why: "outside" }));
    },
    setNames: () => [...new Set(live.all.reports.flatMap(({ sets = [] }) => sets))].sort(),
    countReports: (scope) => narrow(live.all, scope).reports.length,
  };
}
