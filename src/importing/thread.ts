// Converts documents within a deadline. A document can be made so that reading it takes hours: a thread can be stopped.
import { Worker } from "node:worker_threads";
import type { Converted, Metadata } from "./convert.ts";
import { ImportError } from "./optional.ts";
import type { Progress } from "./pdf/text-layer.ts";

export type Task = Readonly<{ file: string; bytes: Uint8Array; given: Metadata }>;
export type Answer = Converted | Readonly<{ refused: string }>;

const MAX_MILLISECONDS = 120_000;
// Of the thread; with what is outside of it the process stays below a gigabyte.
const MAX_MEGABYTES = 512;

/** Throws ImportError with what to do. */
export async function convertInThread(
  task: Task,
  {
    milliseconds = MAX_MILLISECONDS,
    onPage = () => {},
  }: Readonly<{ milliseconds?: number; onPage?: Progress }> = {},
): Promise<Converted> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: MAX_MEGABYTES },
  });
  try {
    const answer = await answerOf(worker, AbortSignal.timeout(milliseconds), onPage);
    if ("refused" in answer) throw new ImportError(answer.refused);
    return answer;
  } catch (error) {
    throw reasonOf(error, task.file, milliseconds);
  } finally {
    await worker.terminate();
  }
}

type Message = Answer | Readonly<{ page: number; pages: number }>;

function answerOf(worker: Worker, signal: AbortSignal, onPage: Progress): Promise<Answer> {
  return new Promise((resolve, reject) => {
    worker.on("message", (message: Message) => {
      if ("page" in message) onPage(message.page, message.pages);
      else resolve(message);
    });
    worker.on("error", reject);
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

function reasonOf(error: unknown, file: string, milliseconds: number): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === "TimeoutError")
    return new ImportError(`"${file}" takes over ${milliseconds / 1000} seconds to read.`);
  if ("code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY")
    return new ImportError(`"${file}" takes more than ${MAX_MEGABYTES} MB of memory to read.`);
  return error;
}
