// An engine at work in its own process, as the bench sees it.
import { fork } from "node:child_process";
import { once } from "node:events";
import { totalmem } from "node:os";
import { join } from "node:path";
import { type Engine, nameOf, type Reply } from "./engine.ts";
import type { Source } from "./source.ts";
import type { Built, Order, Timed } from "./worker.ts";

export type Contender = Readonly<{
  engine: Engine;
  built: Built;
  /** Asks in order; fewer replies than questions when `seconds` are over. */
  ask(questions: readonly string[], seconds?: number): Promise<readonly Timed[]>;
  rank(questions: readonly string[]): Promise<readonly Reply[]>;
  stop(): void;
}>;

/** Starts the process and builds the index. Rejects when the process ends, such as for want of memory. */
export async function startContender(engine: Engine, source: Source): Promise<Contender> {
  const megabytes = Math.floor((0.75 * totalmem()) / 2 ** 20);
  const child = fork(join(import.meta.dirname, "worker.ts"), {
    execArgv: ["--expose-gc", `--max-old-space-size=${megabytes}`],
    serialization: "advanced",
  });
  const order = async <Result>(what: Order): Promise<Result> => {
    const done = new AbortController();
    const { signal } = done;
    child.send(what);
    const [result] = await Promise.race([
      once(child, "message", { signal }),
      once(child, "exit", { signal }).then(([code, killed]) => {
        throw new Error(`${nameOf(engine)} ended (${killed ?? code})`);
      }),
    ]).finally(() => done.abort());
    return result;
  };
  const { library, setting } = engine;
  const wanted = setting === undefined ? { library } : { library, setting };
  const built = await order<Built>({ kind: "build", engine: wanted, source });
  return {
    engine,
    built,
    ask: (questions, seconds = Number.MAX_SAFE_INTEGER) => order({ kind: "ask", questions, seconds }),
    rank: (questions) => order({ kind: "rank", questions }),
    stop: () => void child.kill(),
  };
}
