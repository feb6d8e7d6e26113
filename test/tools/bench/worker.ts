// The process of one engine: what it measures of memory and time is not mixed with that of other engines.
import { setTimeout } from "node:timers/promises";
import { DEPTH, type Engine, type Index, type Reply } from "./engine.ts";
import { loadEngines } from "./engines/index.ts";
import { readSource, type Source } from "./source.ts";

export type Command =
  | Readonly<{ kind: "build"; engine: Pick<Engine, "library" | "setting">; source: Source }>
  /** Stops after the first question that ends past `seconds`. */
  | Readonly<{ kind: "ask"; questions: readonly string[]; seconds: number }>
  | Readonly<{ kind: "rank"; questions: readonly string[] }>;

export type Built = Readonly<{ buildMs: number; bytes: number; ranksApart: boolean }>;
export type Timed = Readonly<{ reply: Reply; ms: number }>;

let index: Index | undefined;

process.on("message", (command: Command) => {
  // Not caught: an engine that fails ends its process, and the bench reports that.
  void run(command).then((result) => process.send?.(result));
});

async function run(command: Command): Promise<Built | readonly Timed[] | readonly Reply[]> {
  if (command.kind === "build") return build(command);
  if (index === undefined) throw new Error("asked before it was built");
  return command.kind === "ask" ? ask(index, command) : rank(index, command.questions);
}

type Building = Extract<Command, { kind: "build" }>;

async function build({ engine: { library, setting }, source }: Building): Promise<Built> {
  const engine = (await loadEngines(library)).find((one) => one.setting === setting);
  if (engine === undefined) throw new Error(`${library} has no setting "${setting}"`);
  const passages = await readSource(source);
  const before = await heldBytes();
  const start = performance.now();
  index = await engine.build(passages);
  const buildMs = performance.now() - start;
  const bytes = (await heldBytes()) - before + (index.nativeBytes?.() ?? 0);
  return { buildMs, bytes, ranksApart: index.rank !== undefined };
}

async function heldBytes(): Promise<number> {
  // The memory of freed buffers is released in the background, after the garbage collection that found them.
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    await setTimeout(50);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

type Asking = Readonly<{ questions: readonly string[]; seconds: number }>;

async function ask(engine: Index, { questions, seconds }: Asking): Promise<readonly Timed[]> {
  const replies: Timed[] = [];
  const until = performance.now() + seconds * 1000;
  for (const question of questions) {
    const start = performance.now();
    const { top, ...rest } = await engine.ask(question);
    const end = performance.now();
    replies.push({ reply: { ...rest, top: top.slice(0, DEPTH) }, ms: end - start });
    if (end > until) break;
  }
  return replies;
}

async function rank(engine: Index, questions: readonly string[]): Promise<readonly Reply[]> {
  const replies: Reply[] = [];
  for (const question of questions) if (engine.rank) replies.push(await engine.rank(question));
  return replies;
}
