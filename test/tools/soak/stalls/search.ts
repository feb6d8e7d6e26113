// Searches for the requests that hold the event loop longest: makes requests, measures each, keeps the worst of every command and
// changes those further.
import { createRandom } from "#test/tools/evaluate/quotes.ts";
import type { CorpusWords } from "./corpus-words.ts";
import { makeRequest, mutateRequest, SHARES, type TypedCommand } from "./requests.ts";

export type Measured = Readonly<{
  request: TypedCommand;
  /** Milliseconds of processor time; those of the better of two tries. */
  cpu: number;
}>;

export type SearchPlan = Readonly<{
  /** How many of the worst are kept. */
  requests: number;
  seed: number;
  /** Called before each request with the number of those that were measured. */
  isOver(measured: number): boolean;
}>;

/** `measure`: processor time in milliseconds of the longest turn of the event loop that a request takes. */
export async function searchWorst(
  words: CorpusWords,
  measure: (request: TypedCommand) => Promise<number>,
  { requests, seed, isOver }: SearchPlan,
): Promise<readonly Measured[]> {
  const random = createRandom(seed);
  const pools = Object.entries(SHARES).map(([name, share]) => ({
    name,
    worst: createWorst(Math.ceil((requests * share) / 100)),
  }));
  const names = pools.flatMap((pool) => Array<typeof pool>(SHARES[pool.name] ?? 0).fill(pool));
  for (let measured = 0; !isOver(measured); measured++) {
    const { name, worst } = random.pick(names);
    const request = nextRequest(name, worst.all(), { words, random });
    if (worst.has(request)) continue;
    const first = await measure(request);
    if (first <= worst.bound()) continue;
    // A garbage collection makes any request long, but hardly twice.
    worst.add({ request, cpu: Math.min(first, await measure(request)) });
  }
  return pools.flatMap(({ worst }) => worst.all()).sort((a, b) => b.cpu - a.cpu);
}

type Source = Readonly<{ words: CorpusWords; random: ReturnType<typeof createRandom> }>;

// New requests find other kinds, mutations make one kind worse.
const SHARE_OF_NEW = 0.3;

function nextRequest(name: string, worst: readonly Measured[], { words, random }: Source): TypedCommand {
  const [first] = worst;
  if (first === undefined || random.below(1000) < SHARE_OF_NEW * 1000)
    return makeRequest(name, words, random);
  // The worse a request is, the likelier it is changed further.
  const index = Math.min(random.below(worst.length), random.below(worst.length));
  return mutateRequest((worst[index] ?? first).request, words, random);
}

/** The worst so far, the worst first; no text twice. */
function createWorst(max: number) {
  const worst: Measured[] = [];
  const texts = new Set<string>();
  return {
    all: () => worst,
    has: ({ text }: TypedCommand) => texts.has(text),
    /** What a request must exceed to be kept. */
    bound: () => (worst.length < max ? Number.NEGATIVE_INFINITY : (worst.at(-1)?.cpu ?? 0)),
    add(one: Measured): void {
      const index = worst.findIndex(({ cpu }) => cpu < one.cpu);
      worst.splice(index === -1 ? worst.length : index, 0, one);
      texts.add(one.request.text);
      if (worst.length > max) texts.delete(worst.pop()?.request.text ?? "");
    },
  };
}
