// Reads a test collection in the BEIR layout: corpus.jsonl, queries.jsonl and qrels/test.tsv, each plain or `.gz`.
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

export type Passage = Readonly<{
  id: string;
  /** The document that it was cut from, where the collection says. */
  doc?: string;
  title: string;
  section: string;
  text: string;
}>;

export type CollectionQuery = Readonly<{
  id: string;
  text: string;
  answerable: boolean;
  /** Strings that answer, where the collection has them. */
  answers?: readonly string[];
  /** Of a question that cannot be answered: in what way, such as `near-miss`. */
  kind?: string;
  doc?: string;
}>;

/** Relevance judgements: per query id the relevant passages with their grade. */
type Judgements = ReadonlyMap<string, ReadonlyMap<string, number>>;

export type Collection = Readonly<{
  name: string;
  passages: readonly Passage[];
  queries: readonly CollectionQuery[];
  qrels: Judgements;
}>;

type Line = Readonly<{
  _id: string;
  title?: string;
  text: string;
  metadata?: Readonly<{
    doc?: string;
    section?: string;
    answerable?: boolean;
    answers?: readonly string[];
    kind?: string;
  }>;
}>;

/** Names of the collections below a folder: those of its folders that hold a corpus. */
export async function collectionNames(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).sort();
  return names.filter((name) => exists(join(folder, name, "corpus.jsonl")));
}

/** Throws when one of the three files is missing. */
export async function readCollection(folder: string, name: string): Promise<Collection> {
  const readPart = (file: string) => readText(join(folder, name, file));
  const [corpus, queries, qrels] = await Promise.all([
    readPart("corpus.jsonl"),
    readPart("queries.jsonl"),
    readPart("qrels/test.tsv"),
  ]);
  return {
    name,
    passages: parseLines(corpus).map(passageOf),
    queries: parseLines(queries).map(queryOf),
    qrels: parseJudgements(qrels),
  };
}

function exists(file: string): boolean {
  return existsSync(file) || existsSync(`${file}.gz`);
}

async function readText(file: string): Promise<string> {
  if (existsSync(file)) return readFile(file, "utf8");
  return gunzipSync(await readFile(`${file}.gz`)).toString("utf8");
}

function parseLines(text: string): Line[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line): Line => JSON.parse(line));
}

function passageOf({ _id, title = "", text, metadata }: Line): Passage {
  const doc = metadata?.doc;
  return { id: _id, title, section: metadata?.section ?? "", text, ...(doc === undefined ? {} : { doc }) };
}

function queryOf({ _id, text, metadata = {} }: Line): CollectionQuery {
  const { answerable = true, answers, kind, doc } = metadata;
  return {
    id: _id,
    text,
    answerable,
    ...(answers === undefined ? {} : { answers }),
    ...(kind === undefined ? {} : { kind }),
    ...(doc === undefined ? {} : { doc }),
  };
}

function parseJudgements(text: string): Judgements {
  const judgements = new Map<string, Map<string, number>>();
  for (const line of text.split("\n").slice(1)) {
    const [query, passage, grade] = line.trim().split("\t");
    if (query === undefined || passage === undefined || grade === undefined || Number(grade) <= 0) continue;
    const own = judgements.get(query) ?? new Map<string, number>();
    judgements.set(query, own.set(passage, Number(grade)));
  }
  return judgements;
}
