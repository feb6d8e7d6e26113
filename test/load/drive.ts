// The load that is the same for every platform: when questions arrive, and what is told of how long they took.

export type Asked = Readonly<{
  /** Milliseconds until the platform had its acknowledgement, and until it had the answer; undefined: not yet. */
  ackedAfter(): number | undefined;
  answeredAfter(): number | undefined;
  /** How many answers stand for it. */
  answers(): number;
}>;

export type Arrivals = Readonly<{ perSecond: number; seconds: number }>;

// How long after the last question the answers are waited for, in milliseconds.
const PATIENCE = 20_000;

/** An open loop: questions come at their time, however slow the answers are. */
export async function drive(
  { perSecond, seconds }: Arrivals,
  ask: (index: number) => Asked,
): Promise<readonly Asked[]> {
  const count = perSecond * seconds;
  const asked: Asked[] = [];
  const start = performance.now();
  while (asked.length < count) {
    const due = Math.min(count, Math.floor(((performance.now() - start) / 1000) * perSecond) + 1);
    while (asked.length < due) asked.push(ask(asked.length));
    await sleep(1);
  }
  const deadline = performance.now() + PATIENCE;
  while (performance.now() < deadline && asked.some((one) => one.answeredAfter() === undefined))
    await sleep(20);
  return asked;
}

/** Prints the percentiles; the number of questions that went wrong. */
export function report(asked: readonly Asked[], print: (line: string) => void): number {
  const times = (of: (one: Asked) => number | undefined) =>
    asked.flatMap((one) => of(one) ?? []).toSorted((one, other) => one - other);
  print(`${"".padEnd(8)}${["p50", "p99", "max"].map((name) => name.padStart(10)).join("")}  ms`);
  for (const [name, sorted] of [
    ["ack", times((one) => one.ackedAfter())],
    ["answer", times((one) => one.answeredAfter())],
  ] as const)
    print(name.padEnd(8) + [0.5, 0.99, 1].map((share) => percentile(sorted, share).padStart(10)).join(""));
  const wrong = {
    "not acknowledged": asked.filter((one) => one.ackedAfter() === undefined).length,
    "not answered": asked.filter((one) => one.answers() === 0).length,
    "answered twice": asked.filter((one) => one.answers() > 1).length,
  };
  print(
    Object.entries(wrong)
      .map(([name, count]) => `${count} ${name}`)
      .join(", "),
  );
  return Object.values(wrong).reduce((sum, count) => sum + count, 0);
}

function percentile(sorted: readonly number[], share: number): string {
  return (sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN).toFixed(1);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
