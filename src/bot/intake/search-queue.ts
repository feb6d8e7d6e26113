// Searches take turns: one at a time, with room between them for acknowledgements, and no more in line than can be
// answered while somebody still waits for it.

export type SearchQueue = Readonly<{
  /** Runs the work when its turn comes; "busy" when the line is full or the deadline passes first. */
  run<Result>(work: () => Promise<Result>): Promise<Result | "busy">;
}>;

/** `most`: how many may wait or run. `milliseconds`: from arrival to result. */
export function createSearchQueue({
  most,
  milliseconds,
}: Readonly<{ most: number; milliseconds: number }>): SearchQueue {
  let inLine = 0;
  let last = Promise.resolve();
  return {
    async run<Result>(work: () => Promise<Result>) {
      if (inLine >= most) return "busy";
      inLine += 1;
      const before = last;
      const { promise: left, resolve: leave } = Promise.withResolvers<void>();
      last = left;
      const { promise: deadline, resolve: miss } = Promise.withResolvers<"busy">();
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        miss("busy");
      }, milliseconds);
      const turn = before.then(breathe).then<Result | "busy">(() => (late ? "busy" : work()));
      // A turn that is late is given up, so that one search that hangs does not hold all others.
      const done = Promise.race([turn, deadline]);
      const end = () => {
        clearTimeout(timer);
        inLine -= 1;
        before.then(leave);
      };
      done.then(end, end);
      return done;
    },
  };
}

/** Lets everything that came in meanwhile be read and acknowledged. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
