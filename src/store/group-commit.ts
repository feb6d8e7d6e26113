// Group commit: writes that arrive together share one transaction, and so one wait for the disk.
import DataLoader from "dataloader";

// SQLite accepts 32,766 values in a statement; a row has a handful, and an event a few rows.
const MAX_GROUP = 1_000;

/**
 * Returns a function that writes one item. `commit` writes all items of a group and returns one result for each, in their
 * order; when it throws, each write of the group rejects. A group is committed once all input that has already arrived is
 * read, or `delay` milliseconds after its first item.
 */
export function createGroupCommit<Item, Result>(
  commit: (items: readonly Item[]) => Promise<readonly Result[]>,
  delay = 0,
): (item: Item) => Promise<Result> {
  const loader = new DataLoader<Item, Result>(commit, {
    cache: false,
    maxBatchSize: MAX_GROUP,
    batchScheduleFn: (run) => (delay === 0 ? setImmediate(run) : setTimeout(run, delay)),
  });
  return (item) => loader.load(item);
}
