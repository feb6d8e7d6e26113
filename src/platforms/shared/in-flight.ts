// Counts the requests that are being answered, so that a platform can finish them before it stops.

export type InFlight = Readonly<{
  /** Counts `work` until it settles, and returns it. */
  run<Result>(work: Promise<Result>): Promise<Result>;
  /** Resolves when nothing is running any more, work that was added in the meantime included. */
  idle(): Promise<void>;
}>;

export function createInFlight(): InFlight {
  const running = new Set<Promise<unknown>>();
  return {
    run(work) {
      running.add(work);
      const done = () => running.delete(work);
      work.then(done, done);
      return work;
    },
    async idle() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
