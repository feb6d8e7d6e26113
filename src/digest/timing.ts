// The intervals of the digest, in milliseconds.

export type Timing = Readonly<{
  /** Between two ticks of the scheduler. */
  interval: number;
  /** How late a digest may be posted. It is never posted after the next one is due. */
  catchUp: number;
  /** A digest later than this says so, and its channel is first searched for an earlier post of it. */
  late: number;
  /** How long a claim is valid. Longer than a request may take (10 seconds), and longer than `settle`. */
  lease: number;
  /** How long a request may still take effect after its answer was lost. */
  settle: number;
  /** How far the platform's clock may differ from ours. An earlier post is searched for from this long before its attempt. */
  skew: number;
  /** How many digests are posted at the same time. */
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
