// Several threads for the work of one, so that a task that takes long does not hold up the others.
import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";

export type Thread = Readonly<{ worker: Worker; ready: Promise<unknown> }>;

const MAX_THREADS = Math.min(availableParallelism(), 4);
// About as long as it takes to start one: for most folders a single thread is enough, and done by then.
const WAITING_MILLISECONDS = 200;

/** Begins with one thread. Another is started, up to the maximum, whenever tasks have waited for 200 milliseconds. */
export function createThreadPool(start: () => Thread) {
  const threads = new Set<Thread>();
  const idle: Thread[] = [];
  const waiting: ((thread: Thread) => void)[] = [];
  let isStarting = false;
  let timer: NodeJS.Timeout | undefined;
  const putBack = (thread: Thread) => {
    const next = waiting.shift();
    if (next === undefined) idle.push(thread);
    else next(thread);
  };
  const add = () => {
    const thread = start();
    threads.add(thread);
    isStarting = true;
    const started = () => {
      isStarting = false;
      putBack(thread);
      addLater();
    };
    // A thread that did not start fails its first task.
    thread.ready.then(started, started);
  };
  const addLater = () => {
    if (isStarting || waiting.length === 0 || threads.size >= MAX_THREADS) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      if (waiting.length > 0) add();
    }, WAITING_MILLISECONDS);
  };
  return {
    /** A thread for one task; the taker puts it back, or ends it. */
    async take(): Promise<Thread> {
      const thread = idle.pop();
      if (thread !== undefined) return thread;
      const { promise, resolve } = Promise.withResolvers<Thread>();
      waiting.push(resolve);
      if (threads.size === 0) add();
      else addLater();
      return promise;
    },
    putBack,
    /** For a thread that is stuck or broken; another takes its place if it is needed. */
    async end(thread: Thread): Promise<void> {
      threads.delete(thread);
      if (waiting.length > 0) add();
      await thread.worker.terminate();
    },
    async close(): Promise<void> {
      clearTimeout(timer);
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}
