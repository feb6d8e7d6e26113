// A shard as bytes and back: a header that says what follows, the arrays and word lists, and a checksum over all of it.
// What is damaged, of another version or of another shard is undefined, as if it had never been written.
import { createHash } from "node:crypto";
import type { Postings } from "./bm25.ts";
import type { ForwardIndex } from "./forward-index.ts";
import type { SegmentData } from "./segment.ts";

const FORWARD = {
  words: "lines",
  printed: "lines",
  wordCounts: "u32",
  wordIsName: "u8",
  stemOf: "u32",
  stems: "lines",
  tokens: "u32",
  tokenAnnotations: "u8",
  tokenKeys: "u32",
  sentenceStart: "u32",
  sentenceAnnotations: "u8",
  paragraphStart: "u32",
  headingOf: "u32",
  headingStart: "u32",
  headingStems: "u32",
} as const satisfies Record<keyof ForwardIndex, Kind>;

const POSTINGS = {
  start: "u32",
  piece: "u32",
  times: "u16",
  length: "u16",
  owner: "u32",
} as const satisfies Record<keyof Postings, Kind>;

type Kind = "lines" | "u32" | "u16" | "u8";
type Layout = Readonly<Record<string, Kind>>;
type Part = readonly string[] | Uint32Array | Uint16Array | Uint8Array;

const CHECKSUM_BYTES = 32;
const LENGTH_BYTES = 4;

/** `name` says which shard it is and how it was made; only the same name reads it again. */
export function encodeSegment(name: string, { forward, postings }: SegmentData): Buffer {
  const parts = [...partsOf(FORWARD, forward), ...partsOf(POSTINGS, postings)];
  const header = Buffer.from(JSON.stringify({ name, lengths: parts.map(({ length }) => length) }));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(header.length);
  const body = Buffer.concat([length, header, ...parts]);
  return Buffer.concat([body, checksum(body)]);
}

function partsOf(layout: Layout, from: Readonly<Record<string, Part>>): Buffer[] {
  return Object.keys(layout).map((key) => {
    const part = from[key] ?? [];
    if (!ArrayBuffer.isView(part)) return Buffer.from(part.join("\n"));
    return Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  });
}

/** Undefined when the bytes are not a sound snapshot of that name. */
export function decodeSegment(name: string, bytes: Buffer): SegmentData | undefined {
  const body = bytes.subarray(0, -CHECKSUM_BYTES);
  if (bytes.length < CHECKSUM_BYTES + LENGTH_BYTES) return undefined;
  if (!checksum(body).equals(bytes.subarray(-CHECKSUM_BYTES))) return undefined;
  // The checksum holds: what follows was written by encodeShard.
  const start = LENGTH_BYTES + body.readUInt32LE();
  const header: Readonly<{ name: string; lengths: readonly number[] }> = JSON.parse(
    body.toString("utf8", LENGTH_BYTES, start),
  );
  if (header.name !== name) return undefined;
  let at = start;
  const parts = header.lengths.map((length) => {
    at += length;
    return body.subarray(at - length, at);
  });
  const forwardParts = Object.keys(FORWARD).length;
  return {
    forward: restore<ForwardIndex>(FORWARD, parts.slice(0, forwardParts)),
    postings: restore<Postings>(POSTINGS, parts.slice(forwardParts)),
  };
}

function restore<T>(layout: Layout, parts: readonly Buffer[]): T {
  const entries = Object.entries(layout).map(([key, kind], at) => [
    key,
    READ[kind](parts[at] ?? Buffer.alloc(0)),
  ]);
  return Object.fromEntries(entries);
}

// Copied out of the file, for an array must begin at a multiple of its width.
const READ: Readonly<Record<Kind, (bytes: Buffer) => Part>> = {
  lines: (bytes) => (bytes.length === 0 ? [] : bytes.toString("utf8").split("\n")),
  u32: (bytes) => new Uint32Array(bufferOf(bytes)),
  u16: (bytes) => new Uint16Array(bufferOf(bytes)),
  u8: (bytes) => new Uint8Array(bufferOf(bytes)),
};

function bufferOf(bytes: Buffer): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

function checksum(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
