// What somebody probably meant to type.
import { editDistance } from "./edit-distance.ts";

const MAX_DISTANCE = 2;

/** The name nearest to what was typed, or undefined if none is near. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const [first] = names
    .map((name) => ({ name, distance: editDistance(typed, name) }))
    .filter(({ distance }) => distance <= MAX_DISTANCE)
    .sort((a, b) => a.distance - b.distance);
  return first?.name;
}

/** A sentence that begins with a space; empty when nothing is near. */
export function didYouMean(typed: string, names: readonly string[]): string {
  const name = nearest(typed, names);
  return name === undefined ? "" : ` Did you mean ${name}?`;
}
