// Converts one document in a thread of its own.
import { parentPort, workerData } from "node:worker_threads";
import { convert } from "./convert.ts";
import { ImportError } from "./optional.ts";
import type { Progress } from "./pdf/text-layer.ts";
import type { Answer, Task } from "./thread.ts";

const { file, bytes, given }: Task = workerData;
const onPage: Progress = (page, pages) => parentPort?.postMessage({ page, pages });
const answer: Answer = await convert(file, bytes, given, onPage).catch((error) => {
  if (error instanceof ImportError) return { refused: error.message };
  throw error;
});
parentPort?.postMessage(answer);
