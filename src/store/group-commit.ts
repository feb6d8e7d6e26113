// A commit waits for the disk, and with it everything else: what is asked for at one moment shares one.

// A statement of SQLite takes 32,766 values; a row has a handful of them, and an event a few rows.
const MOST = 1_000;

type Call<Item, Result> = Readonly<{
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}>;

/**
 * `work` gets all items that came in meanwhile and tells the result of each; when it throws, all of them fail. `wait`:
 * milliseconds until then, for what nobody waits for; without it as soon as everything else that came in is read.
 */
export function createBatch<Item, Result>(
  work: (items: readonly Item[]) => Promise<(item: Item) => Result>,
  wait = 0,
): (item: Item) => Promise<Result> {
  let waiting: Call<Item, Result>[] = [];
  const run = async () => {
    const calls = waiting.slice(0, MOST);
    waiting = waiting.slice(MOST);
    if (waiting.length > 0) setImmediate(run);
    try {
      const resultOf = await work(calls.map(({ item }) => item));
      for (const { item, resolve } of calls) resolve(resultOf(item));
    } catch (error) {
      for (const { reject } of calls) reject(error);
    }
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (waiting.length > 1) return;
      if (wait === 0) setImmediate(run);
      else setTimeout(run, wait);
    });
}
