// Searches run one at a time, and no more of them wait than can be answered while people still wait for the reply. Each
// platform has room of its own: a flood in one of them refuses nobody in another.
import PQueue from "p-queue";

export type SearchQueue = Readonly<{
  /** Runs the search when it is its turn; "busy" if the queue is full or the deadline passes first. */
  run<Result>(platform: string, search: () => Promise<Result>): Promise<Result | "busy">;
}>;

/** `max`: how many may be waiting or running for one platform. `milliseconds`: the deadline, from arrival to result. */
export function createSearchQueue({
  max,
  milliseconds,
}: Readonly<{ max: number; milliseconds: number }>): SearchQueue {
  const queue = new PQueue({ concurrency: 1 });
  const counts = new Map<string, number>();
  const add = (platform: string, change: number) =>
    counts.set(platform, (counts.get(platform) ?? 0) + change);
  return {
    async run(platform, search) {
      if ((counts.get(platform) ?? 0) >= max) return "busy";
      add(platform, 1);
      // At the deadline the queue goes on without this search, so that one that hangs does not block all others.
      const signal = AbortSignal.timeout(milliseconds);
      const task = async () => {
        // A search blocks the event loop: events that arrived during the last one are acknowledged before the next.
        await new Promise((resolve) => setImmediate(resolve));
        signal.throwIfAborted();
        return search();
      };
      try {
        return await queue.add(task, { signal });
      } catch (error) {
        if (signal.aborted && error === signal.reason) return "busy";
        throw error;
      } finally {
        add(platform, -1);
      }
    },
  };
}
