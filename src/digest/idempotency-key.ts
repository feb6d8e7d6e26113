// What makes a post recognisable: the same for every try of one delivery, in this process and the next.
import { createHash } from "node:crypto";

/** 24 hexadecimal digits of a delivery's id, or of an event's name. */
export function keyOf(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 24);
}
