// Keeps count of running answers, so that a platform can let them finish before it stops.

export type InFlight = Readonly<{
  run<Result>(work: Promise<Result>): Promise<Result>;
  /** Resolves when nothing runs any more. */
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
