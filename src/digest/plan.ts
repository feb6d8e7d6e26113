// What a digest would post, and when: the same rules as the real one, without a store.
import type { Schedule } from "#domain/digest.ts";
import type { Printable } from "./deps.ts";
import { occurrencesBetween } from "./schedule.ts";
import { advance, BEGINNING, nextEdition, type ReadingOrder } from "./select.ts";

export type PlannedPost = Readonly<{ dueAt: number; edition: Printable }>;

/** After `from` and not later than `until`, in milliseconds since 1970. */
export function planDigest(
  order: ReturnType<ReadingOrder>,
  schedule: Schedule,
  { from, until }: Readonly<{ from: number; until: number }>,
): readonly PlannedPost[] {
  let place = BEGINNING;
  return occurrencesBetween(schedule, from, until).flatMap(({ dueAt }) => {
    const edition = nextEdition(order, place, { repeat: false });
    place = advance(place, edition);
    return edition.kind === "nothing" ? [] : [{ dueAt, edition }];
  });
}
