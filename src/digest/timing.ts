// The times that delivery rests on, in milliseconds.

export type Timing = Readonly<{
  /** How often the clock looks. */
  interval: number;
  /** How late a digest may be; never past the next one. */
  catchUp: number;
  /** Later than this it says that it is late, and looks first whether it was posted after all. */
  late: number;
  /** How long a claim is good for: longer than a request may take (10 seconds) and `settle`. */
  lease: number;
  /** How long a request whose answer was lost may still take effect. */
  settle: number;
  /** How far before the first try a post is looked for: the platform's clock may differ. */
  skew: number;
  /** How many are posted at the same time. */
  parallel: number;
}>;

const SECOND = 1000;
const MINUTE = 60 * SECOND;

export const TIMING: Timing = {
  interval: 10 * SECOND,
  catchUp: 6 * 60 * MINUTE,
  late: 5 * MINUTE,
  lease: 75 * SECOND,
  settle: MINUTE,
  skew: 2 * MINUTE,
  parallel: 8,
};
