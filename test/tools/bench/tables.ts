// Results as Markdown tables: engines down, collections or sizes across.
import type { Comparison, Result } from "./compare.ts";
import { type Engine, nameOf } from "./engine.ts";
import { YARDSTICK } from "./engines/index.ts";
import type { ScaleResult } from "./scale.ts";

type Row = readonly string[];

export function renderSettings(engines: readonly Engine[]): string {
  const rows = engines.map((engine) => [nameOf(engine), engine.how]);
  return renderTable(["engine", "what is set"], rows);
}

type Column = Readonly<{
  title: string;
  of(result: Result, comparison: Comparison): number | undefined;
  digits: number;
  better: "more" | "less";
}>;

const QUALITY: readonly Column[] = [
  { title: "Right at rank 1", of: ({ metrics }) => metrics.rightFirst, digits: 3, better: "more" },
  {
    title: "Answer in the shown sentence",
    of: ({ metrics }, { hasAnswers }) => (hasAnswers ? metrics.marked : undefined),
    digits: 3,
    better: "more",
  },
  { title: "MRR@10", of: ({ metrics }) => metrics.reciprocalRank, digits: 3, better: "more" },
  { title: "nDCG@10", of: ({ metrics }) => metrics.ndcg, digits: 3, better: "more" },
  { title: "Recall@10", of: ({ metrics }) => metrics.recall, digits: 3, better: "more" },
];

const COST: readonly Column[] = [
  {
    title: `Median time of a question, as a ratio to ${YARDSTICK}`,
    of: ({ cost }, comparison) => ratio(cost.medianMs, yardstick(comparison)?.cost.medianMs),
    digits: 3,
    better: "less",
  },
  { title: "Median, ms", of: ({ cost }) => cost.medianMs, digits: 3, better: "less" },
  { title: "99th percentile, ms", of: ({ cost }) => cost.p99Ms, digits: 2, better: "less" },
  {
    title: `Build time, as a ratio to ${YARDSTICK}`,
    of: ({ cost }, comparison) => ratio(cost.buildMs, yardstick(comparison)?.cost.buildMs),
    digits: 2,
    better: "less",
  },
  { title: "Memory of the index, MB", of: ({ cost }) => cost.megabytes, digits: 1, better: "less" },
];

function yardstick({ results }: Comparison): Result | undefined {
  return results.find(({ name }) => name === YARDSTICK);
}

function ratio(value: number, base: number | undefined): number | undefined {
  return base === undefined ? undefined : value / base;
}

export function renderComparisons(comparisons: readonly Comparison[]): string {
  const sizes = renderTable(
    ["collection", "passages", "questions"],
    comparisons.map(({ collection, passages, questions }) => [
      collection,
      String(passages),
      String(questions),
    ]),
  );
  const tables = [...QUALITY, ...COST].map(
    (column) => `### ${column.title}\n\n${renderColumn(column, comparisons)}`,
  );
  return [sizes, ...tables, renderWordings(comparisons)].join("\n\n");
}

/** The best figure of each collection is bold; a collection without a figure has no column. */
function renderColumn({ of, digits, better }: Column, all: readonly Comparison[]): string {
  const comparisons = all.filter((one) => one.results.some((result) => of(result, one) !== undefined));
  const names = [...new Set(all.flatMap(({ results }) => results.map(({ name }) => name)))];
  const cells = comparisons.map((comparison) => {
    const shown = new Map(
      comparison.results.flatMap((result): [string, string][] => {
        const value = of(result, comparison);
        return value === undefined ? [] : [[result.name, value.toFixed(digits)]];
      }),
    );
    const numbers = [...shown.values()].map(Number);
    const best = better === "more" ? Math.max(...numbers) : Math.min(...numbers);
    return (name: string) => {
      const text = shown.get(name);
      if (text === undefined) return "";
      return Number(text) === best ? `**${text}**` : text;
    };
  });
  const heads = comparisons.map(({ collection }) => collection);
  return renderTable(
    ["engine", ...heads],
    names.map((name) => [name, ...cells.map((cell) => cell(name))]),
  );
}

function renderWordings(comparisons: readonly Comparison[]): string {
  const rows = comparisons.flatMap(({ collection, results }) =>
    results.flatMap(({ wordings }) =>
      wordings.map(({ kind, asked, counts: { answer, closest, refused } }) => {
        const share = (count: number) => (count / asked).toFixed(3);
        return [collection, kind, String(asked), share(answer), share(closest), share(refused)];
      }),
    ),
  );
  if (rows.length === 0) return "";
  const heads = ["collection", "questions", "asked", "answer", "closest", "refused"];
  return `### How Ibid words its replies\n\n${renderTable(heads, rows)}`;
}

export function renderScale(results: readonly ScaleResult[]): string {
  const sizes = [...new Set(results.map(({ size }) => size))];
  const names = [...new Set(results.map(({ name }) => name))];
  const table = (title: string, cell: (result: ScaleResult) => string) => {
    const rows = names.map((name) => [
      name,
      ...sizes.map((size) => {
        const result = results.find((one) => one.name === name && one.size === size);
        if (result === undefined) return "";
        return result.cost === undefined ? "failed" : cell(result);
      }),
    ]);
    const heads = sizes.map((size) => size.toLocaleString("en"));
    return `### ${title}\n\n${renderTable(["engine", ...heads], rows)}`;
  };
  return [
    table("Time of a question, ms: median / 99th percentile", timesOf),
    table("Build, s", ({ cost }) => ((cost?.buildMs ?? 0) / 1000).toFixed(2)),
    table("Memory of the index, MB", ({ cost }) => (cost?.megabytes ?? 0).toFixed(0)),
  ].join("\n\n");
}

/** With the number of questions where there was no time for all. */
function timesOf({ cost, wanted, asked }: ScaleResult): string {
  const times = `${(cost?.medianMs ?? 0).toFixed(2)} / ${(cost?.p99Ms ?? 0).toFixed(1)}`;
  return asked < wanted ? `${times} (${asked} questions)` : times;
}

function renderTable(heads: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}
