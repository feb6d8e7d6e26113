// An engine in a process of its own, as the bench sees it.
import { fork } from "node:child_process";
import { once } from "node:events";
import { totalmem } from "node:os";
import { join } from "node:path";
import { type Engine, nameOf, type Reply } from "./engine.ts";
import type { Source } from "./source.ts";
import type { Built, Command, Timed } from "./worker.ts";

export type EngineProcess = Readonly<{
  engine: Engine;
  built: Built;
  /** Asks in order; there are fewer replies than questions when `seconds` were not enough. */
  ask(questions: readonly string[], seconds?: number): Promise<readonly Timed[]>;
  rank(questions: readonly string[]): Promise<readonly Reply[]>;
  stop(): void;
}>;

/** Starts the process and builds the index. Rejects when the process ends, for example because memory runs out. */
export async function startEngine(engine: Engine, source: Source): Promise<EngineProcess> {
  const megabytes = Math.floor((0.75 * totalmem()) / 2 ** 20);
  const child = fork(join(import.meta.dirname, "worker.ts"), {
    execArgv: ["--expose-gc", `--max-old-space-size=${megabytes}`],
    serialization: "advanced",
  });
  const send = async <Result>(command: Command): Promise<Result> => {
    const done = new AbortController();
    const { signal } = done;
    child.send(command);
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
  const built = await send<Built>({ kind: "build", engine: wanted, source });
  return {
    engine,
    built,
    ask: (questions, seconds = Number.MAX_SAFE_INTEGER) => send({ kind: "ask", questions, seconds }),
    rank: (questions) => send({ kind: "rank", questions }),
    stop: () => void child.kill(),
  };
}
