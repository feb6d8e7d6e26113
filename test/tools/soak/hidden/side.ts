// A bot as the process composes it, over a folder and a store of its own, and everything that leaves it as bytes.
import { createHash } from "node:crypto";
import { createAccess } from "#access/access.ts";
import { type ChannelScopes, createChannelScopes } from "#access/channel-scopes.ts";
import { orderLibrary } from "#app/digest.ts";
import { createKnowledge, createKnowledgeScopes, type KnowledgeScopes } from "#app/knowledge.ts";
import { createBot } from "#bot/bot.ts";
import { type CountQuestion, parseArgs } from "#bot/command.ts";
import { answerQuestion } from "#bot/commands/ask.ts";
import { commandTable } from "#bot/commands/index.ts";
import { checkText } from "#bot/commands/verify.ts";
import { checkedJson, outcomeJson } from "#bot/outcome-json.ts";
import type { DigestDeps } from "#digest/deps.ts";
import { createTick } from "#digest/scheduler.ts";
import { createSubscriptions } from "#digest/subscriptions.ts";
import type { KeptSelection, KeptSelections } from "#domain/answer.ts";
import { cite } from "#domain/citation.ts";
import type { Message, Reply } from "#domain/message.ts";
import type { Invocation } from "#domain/platform.ts";
import type { Library } from "#domain/report.ts";
import type { Scope } from "#domain/scope.ts";
import { renderMessage as renderForConsole } from "#platforms/console/render.ts";
import { renderMessage as renderForDiscord } from "#platforms/discord/render.ts";
import { renderMessage as renderForSlack } from "#platforms/slack/render.ts";
import { watchLibrary } from "#reports/watcher.ts";
import { createSegmentCache } from "#retrieval/index/segment-cache.ts";
import type { Database } from "#store/database.ts";
import { createInbox } from "#store/inbox.ts";
import { recordQuestions } from "#store/question.ts";
import { createDeps, createFixture, type Fixture } from "#test/support/digest-fixture.ts";
import { createTestLog, type LoggedLine } from "#test/support/log.ts";
import { createQuotationIndexCache } from "#verification/quotation-index.ts";
import type { Case } from "./cases.ts";
import { VIEWS } from "./reports.ts";

const PLATFORM = "fake";
/** Has the scope that direct messages have, so that it can be one. */
const DIRECT = VIEWS[0]?.channel;
/** A channel that sees everything, on the side that has hidden reports. */
export const WIDE = { channel: "C9", scope: { sets: "all", ceiling: "TLP:RED" } } as const;

/** What a case led to. `work`: what was counted in it, such as the documents that were looked at. */
export type Observed = Readonly<{
  bytes: string;
  work: string;
  outcome: string;
  reply?: Reply;
  milliseconds: number;
}>;

export type Side = Readonly<{
  fixture: Fixture;
  logged: readonly LoggedLine[];
  /** With everything that is hidden. */
  library(): Library;
  observe(one: Case, view: Readonly<{ channel: string; scope: Scope }>): Promise<Observed>;
  /** Reads the folder again. */
  reload(): Promise<void>;
  tick(): Promise<void>;
  close(): Promise<void>;
}>;

/** `folder`: of the reports. */
export async function createSide(folder: string): Promise<Side> {
  const logged: LoggedLine[] = [];
  const log = createTestLog(logged);
  const counter = createCounter();
  const fixture = createFixture("2026-11-25T08:00:00Z");
  const { database, die } = await fixture.start();
  const cache = createSegmentCache();
  const quotations = createQuotationIndexCache(counter.slices);
  const make = (library: Library) => createKnowledge(library, { cache, ...counter }, quotations);
  const live = await watchLibrary<KnowledgeScopes>({
    root: folder,
    make: async (all, _indexed, before) => createKnowledgeScopes(all, make, before),
    log,
    now: () => new Date(fixture.now),
  });
  const library = () => live.current().all;
  const scopes = createChannelScopes(database, log);
  await setScopes(scopes);
  const deps = await digestDeps({ ...fixture, database, library }, createDeps(fixture, database));
  const questions: Promise<void>[] = [];
  const outcomes: string[] = [];
  const events = new Map<string, number>();
  const bot = createBot({
    liveLibrary: live,
    access: createAccess({
      scopes,
      exposureIn: () => fixture.fakePlatform.poster.exposure,
      defaults: { sets: "all", ceiling: "TLP:AMBER+STRICT" },
    }),
    channelScopes: scopes,
    commands: commandTable,
    prefix: "",
    selections: createSelections(),
    inbox: createInbox(database, { owner: "tool", now: () => new Date(fixture.now) }),
    digest: { zone: "UTC", admins: [], subscriptions: createSubscriptions(deps, () => undefined) },
    countQuestion: countIn(database, fixture, questions),
    log,
    now: () => new Date(fixture.now),
    newId: () => "7f3a",
    onHandled: ({ outcome }) => outcomes.push(outcome),
  });
  const run = async (one: Case, { channel, scope }: Parameters<Side["observe"]>[1]) => {
    if (one.kind === "suggestion") return bot.suggestReports(one.typed, placeOf(channel));
    if (one.kind === "json") return answerJson(one, await live.current().within(scope), fixture.now);
    // Numbered by channel, so that both sides have the same.
    const count = (events.get(channel) ?? 0) + 1;
    events.set(channel, count);
    return bot.handle(invocationOf(one, channel, `${channel}-${count}`));
  };
  return {
    fixture,
    logged,
    library,
    async observe(one, view) {
      outcomes.length = 0;
      counter.take();
      const began = performance.now();
      const result = await run(one, view);
      const milliseconds = performance.now() - began;
      await Promise.all(questions.splice(0));
      const isReply = one.kind === "command" || one.kind === "button";
      const reply = isReply ? (result as Reply) : undefined;
      const outcome = outcomes[0] ?? kindOf(result);
      const bytes = JSON.stringify([outcome, reply === undefined ? result : rendered(reply)]);
      return {
        bytes,
        work: counter.take(),
        outcome,
        milliseconds,
        ...(reply === undefined ? {} : { reply }),
      };
    },
    reload: live.reload,
    tick: createTick(deps),
    close: die,
  };
}

/** Of what was not a reply. */
function kindOf(result: unknown): string {
  type Json = Readonly<{
    outcome?: string;
    reason?: string;
    field?: object;
    checks?: readonly { verdict: string }[];
  }>;
  const { outcome, reason, field, checks } = result as Json;
  return reason ?? (field && "field") ?? outcome ?? checks?.[0]?.verdict ?? "suggestion";
}

/** Counts what a search looks at, and how often work pauses to look at the clock: once for a part of each segment. */
function createCounter() {
  let counts = { searches: 0, postings: 0, candidates: 0, looks: 0 };
  return {
    slices: {
      isOver() {
        counts.looks += 1;
        return false;
      },
      next: async () => undefined,
    },
    searched({ postings, candidates }: Readonly<{ postings: number; candidates: number }>) {
      counts.searches += 1;
      counts.postings += postings;
      counts.candidates += candidates;
    },
    take(): string {
      const taken = JSON.stringify(counts);
      counts = { searches: 0, postings: 0, candidates: 0, looks: 0 };
      return taken;
    },
  };
}

async function setScopes(scopes: ChannelScopes): Promise<void> {
  const changed = { outsiders: false, changedBy: "U9", changedAt: new Date("2026-11-01T00:00:00Z") };
  for (const { channel, scope } of [...VIEWS.slice(1), WIDE])
    await scopes.set({ platform: PLATFORM, channel, ...scope, ...changed });
}

type Reports = Readonly<{ database: Database; library(): Library }>;

/** With the reading order of the process, which depends on when a report was last changed. */
async function digestDeps(reports: Reports, deps: DigestDeps): Promise<DigestDeps> {
  let current = await orderLibrary(reports);
  return {
    ...deps,
    async refresh() {
      if (reports.library() !== current.library) current = await orderLibrary(reports);
    },
    readingIn: (scope) => current.readingIn(scope),
  };
}

function countIn(database: Database, fixture: Fixture, questions: Promise<void>[]): CountQuestion {
  return ({ platform, channel }, question) => {
    const counted = { platform, channel: channel.id, askedAt: fixture.now, ...question };
    questions.push(recordQuestions(database, [counted]));
  };
}

function placeOf(channel: string): Pick<Invocation, "platform" | "channel" | "asker"> {
  return {
    platform: PLATFORM,
    channel: { id: channel, kind: "channel" },
    asker: { id: "U1", name: "Ada", mayManage: true },
  };
}

/** `event`: the platform's id of it. */
function invocationOf(
  one: Extract<Case, { kind: "command" | "button" }>,
  channel: string,
  event: string,
): Invocation {
  const place = { ...placeOf(channel), keys: [event] };
  const kind = one.kind === "command" && one.via === "direct" && channel === DIRECT ? "direct" : "channel";
  if (one.kind === "button") return { ...place, ...one.action, message: event, via: "button" };
  const known = commandTable.find(({ name }) => name === one.command);
  return {
    ...place,
    channel: { id: channel, kind },
    command: one.command,
    args: known === undefined ? {} : parseArgs(known, one.line),
    via: one.via,
  };
}

/** Ids are random in production. Here the same list has the same id on both sides, however many were kept before it. */
function createSelections(): KeptSelections {
  const kept = new Map<string, KeptSelection>();
  return {
    async keep(selection) {
      const id = createHash("sha256").update(JSON.stringify(selection)).digest("hex").slice(0, 12);
      kept.set(id, selection);
      return id;
    },
    find: async (id) => kept.get(id),
  };
}

async function answerJson(
  { command, text }: Extract<Case, { kind: "json" }>,
  knowledge: Awaited<ReturnType<KnowledgeScopes["within"]>>,
  now: number,
): Promise<object> {
  const today = new Date(now);
  try {
    if (command === "ask")
      return outcomeJson(await answerQuestion({ question: text }, knowledge), {
        library: knowledge.library,
        today,
      });
    const checked = await checkText(text, knowledge.verifyText);
    return checkedJson(checked, (paragraph) => cite(paragraph, knowledge.library), today);
  } catch (error) {
    return { error: String(error) };
  }
}

/** A reply as each platform gets it. */
function rendered(reply: Reply): unknown {
  if (typeof reply === "string") return reply;
  return [reply.audience, ...payloadsOf(reply)];
}

export function payloadsOf(message: Message): readonly unknown[] {
  return [renderForSlack(message), renderForDiscord(message), renderForConsole(message, { styled: false })];
}
