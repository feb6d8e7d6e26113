// The load: clients of every platform, when their questions arrive, and how long the answers took.

/** One question and what has become of it so far. */
export type AskedQuestion = Readonly<{
  /** Milliseconds until the platform was acknowledged, and until it had the answer; undefined: not yet. */
  ackedAfter(): number | undefined;
  answeredAfter(): number | undefined;
  /** The texts of all answers to it. */
  answers(): readonly string[];
}>;

/** Many people on one platform. */
export type LoadClients = Readonly<{
  /** Settings that connect a process to the platform. */
  environment: Readonly<Record<string, string>>;
  ask(index: number, question: string): AskedQuestion;
  /** Requests that the real platform would have refused, and late acknowledgements. */
  violations(): readonly string[];
  /** While on, the platform is away. */
  outage(on: boolean): void;
  isConnected(): boolean;
  stop(): Promise<void>;
}>;

export type Arrivals = Readonly<{ perSecond: number; seconds: number }>;

/** `ack` and `answer` in milliseconds, the rest are counts. */
export type Figures = Readonly<{
  asked: number;
  ack: readonly number[];
  answer: readonly number[];
  busy: number;
  unacknowledged: number;
  unanswered: number;
  twice: number;
}>;

// How long to wait for answers after the last question.
const PATIENCE_MILLISECONDS = 20_000;

/** An open loop: questions arrive on schedule, however slow the answers are. */
export async function drive(
  { perSecond, seconds }: Arrivals,
  ask: (index: number) => AskedQuestion,
): Promise<readonly AskedQuestion[]> {
  const count = Math.round(perSecond * seconds);
  const asked: AskedQuestion[] = [];
  const start = performance.now();
  while (asked.length < count) {
    const due = Math.min(count, Math.floor(((performance.now() - start) / 1000) * perSecond) + 1);
    while (asked.length < due) asked.push(ask(asked.length));
    await pause(1);
  }
  const deadline = performance.now() + PATIENCE_MILLISECONDS;
  while (performance.now() < deadline && asked.some((one) => one.answeredAfter() === undefined))
    await pause(20);
  return asked;
}

export function measure(asked: readonly AskedQuestion[]): Figures {
  const count = (holds: (one: AskedQuestion) => boolean) => asked.filter(holds).length;
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

function isBusy(one: AskedQuestion): boolean {
  return one.answers().some((words) => words.startsWith("Ibid is busy"));
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
