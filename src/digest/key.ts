// What makes a post recognisable: the same for every try of one delivery, in this process and the next.
import { createHash } from "node:crypto";

/** 24 hexadecimal digits of the delivery's id. */
export function keyOf(delivery: string): string {
  return createHash("sha256").update(delivery).digest("hex").slice(0, 24);
}
