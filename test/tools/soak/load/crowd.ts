// What every platform's part in the load provides, and the load itself: when questions arrive, and how long they took.

/** One question and what became of it. */
export type Asked = Readonly<{
  /** Milliseconds until the platform had its acknowledgement, and until it had the answer; undefined: not yet. */
  ackedAfter(): number | undefined;
  answeredAfter(): number | undefined;
  /** The words of every answer that stands for it. */
  answers(): readonly string[];
}>;

/** People on one platform. */
export type LoadClients = Readonly<{
  /** What connects a process to the platform. */
  environment: Readonly<Record<string, string>>;
  ask(index: number, question: string): Asked;
  /** What the real platform would have refused, and acknowledgements that came too late. */
  violations(): readonly string[];
  stop(): Promise<void>;
}>;

export type Arrivals = Readonly<{ perSecond: number; seconds: number }>;

/** Milliseconds; counts. */
export type Figures = Readonly<{
  asked: number;
  ack: readonly number[];
  answer: readonly number[];
  busy: number;
  unacknowledged: number;
  unanswered: number;
  twice: number;
}>;

// How long after the last question the answers are waited for, in milliseconds.
const PATIENCE = 20_000;

/** An open loop: questions come at their time, however slow the answers are. */
export async function drive(
  { perSecond, seconds }: Arrivals,
  ask: (index: number) => Asked,
): Promise<readonly Asked[]> {
  const count = Math.round(perSecond * seconds);
  const asked: Asked[] = [];
  const start = performance.now();
  while (asked.length < count) {
    const due = Math.min(count, Math.floor(((performance.now() - start) / 1000) * perSecond) + 1);
    while (asked.length < due) asked.push(ask(asked.length));
    await pause(1);
  }
  const deadline = performance.now() + PATIENCE;
  while (performance.now() < deadline && asked.some((one) => one.answeredAfter() === undefined))
    await pause(20);
  return asked;
}

export function measure(asked: readonly Asked[]): Figures {
  const count = (holds: (one: Asked) => boolean) => asked.filter(holds).length;
  const answered = asked.filter((one) => !isBusy(one));
  return {
    asked: asked.length,
    ack: asked.flatMap((one) => one.ackedAfter() ?? []),
    answer: answered.flatMap((one) => one.answeredAfter() ?? []),
    busy: asked.length - answered.length,
    unacknowledged: count((one) => one.ackedAfter() === undefined),
    unanswered: count((one) => one.answers().length === 0),
    twice: count((one) => one.answers().length > 1),
  };
}

function isBusy(one: Asked): boolean {
  return one.answers().some((words) => words.startsWith("Busy."));
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
