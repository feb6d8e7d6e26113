// A typed array that grows.

type NumberArray = Uint8Array | Int32Array | Float64Array;

export type NumberList<Numbers extends NumberArray> = Readonly<{
  push(value: number): void;
  length(): number;
  /** A copy of exactly this length. */
  toArray(): Numbers;
}>;

const FIRST_CAPACITY = 256;

export function createNumberList<Numbers extends NumberArray>(
  create: (length: number) => Numbers,
): NumberList<Numbers> {
  let values = create(FIRST_CAPACITY);
  let length = 0;
  return {
    push(value) {
      if (length === values.length) {
        const larger = create(length * 2);
        larger.set(values);
        values = larger;
      }
      values[length] = value;
      length += 1;
    },
    length: () => length,
    toArray() {
      const exact = create(length);
      exact.set(values.subarray(0, length));
      return exact;
    },
  };
}
