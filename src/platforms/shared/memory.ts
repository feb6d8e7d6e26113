// What a platform said about somebody or something, remembered for a short while, so that not every event costs a request.

// Of so many: the oldest is forgotten for the next one.
const MAX_REMEMBERED = 10_000;

type MemoryOptions = Readonly<{
  /** In milliseconds, from asking on: the platform may have looked before its answer came. */
  maxAge: number;
  /** Milliseconds of a clock that only goes forward. */
  now?: () => number;
}>;

/** `ask` is called once for those who want to know the same thing at the same time. Its failures are not remembered. */
export function createMemory<Answer>(
  ask: (id: string) => Promise<Answer>,
  { maxAge, now = () => performance.now() }: MemoryOptions,
): (id: string) => Promise<Answer> {
  const known = new Map<string, Readonly<{ answer: Promise<Answer>; askedAt: number }>>();
  return (id) => {
    const remembered = known.get(id);
    if (remembered !== undefined && now() - remembered.askedAt < maxAge) return remembered.answer;
    // Taken out first, so that the map stays in the order of asking.
    known.delete(id);
    const [oldest] = known.keys();
    if (oldest !== undefined && known.size >= MAX_REMEMBERED) known.delete(oldest);
    const asked = { askedAt: now(), answer: ask(id) };
    known.set(id, asked);
    asked.answer.catch(() => {
      if (known.get(id) === asked) known.delete(id);
    });
    return asked.answer;
  };
}
