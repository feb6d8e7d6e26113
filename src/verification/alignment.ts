// Aligns the words of a quotation with those of a paragraph, with the fewest changes.

/** Positions [from, to) in a list of words or in a text. */
export type Range = Readonly<{ from: number; to: number }>;

/** Words of the quotation that replace words of the paragraph; one of the ranges may be empty. */
export type Change = Readonly<{ quotation: Range; report: Range }>;

export type Alignment = Readonly<{
  /** Lower is closer. Comparable between alignments of the same quotation only. */
  cost: number;
  /** Positions of the quotation's words that the paragraph has too, ascending. */
  matched: readonly number[];
  /** The words of the paragraph that the quotation covers. */
  report: Range;
  /** In reading order; adjacent changes are merged into one. */
  changes: readonly Change[];
}>;

// Replacing a word costs less than adding one and leaving one out. The factor 4096 exceeds the number of words in the
// longest text that the bot checks (4,000 characters), so matches only decide between changes of equal cost.
const MATCH = -1;
const REPLACEMENT = 3 * 4096;
const SINGLE = 2 * 4096;

/** How the best path reaches a cell; `skip` passes over a word of the paragraph at no cost. */
const STEP = { none: 0, pair: 1, insertion: 2, deletion: 3, skip: 4 } as const;

/**
 * Semi-global alignment of word ids: skipping words of the paragraph is free before the quotation, after it, and where
 * the quotation has an ellipsis. `gaps` holds, for each ellipsis, how many words of the quotation come before it.
 * Time and memory grow with the product of the two lengths.
 */
export function align(
  quotation: readonly number[],
  report: ArrayLike<number>,
  gaps: ReadonlySet<number>,
): Alignment {
  const width = report.length + 1;
  const steps = new Uint8Array((quotation.length + 1) * width);
  let previous = new Int32Array(width);
  for (let row = 0; row <= quotation.length; row++) {
    const isFree = row === 0 || row === quotation.length || gaps.has(row);
    const costs = new Int32Array(width);
    for (let column = 0; column < width; column++) {
      // Two variables and no [cost, step] pairs: allocating a pair for each cell made this four times slower.
      let cost = row === 0 && column === 0 ? 0 : Infinity;
      let step: number = STEP.none;
      if (row > 0 && column > 0) {
        const isMatch = quotation[row - 1] === report[column - 1];
        cost = (previous[column - 1] ?? 0) + (isMatch ? MATCH : REPLACEMENT);
        step = STEP.pair;
      }
      const insertion = (previous[column] ?? 0) + SINGLE;
      if (row > 0 && insertion < cost) {
        cost = insertion;
        step = STEP.insertion;
      }
      const deletion = (costs[column - 1] ?? 0) + (isFree ? 0 : SINGLE);
      if (column > 0 && deletion < cost) {
        cost = deletion;
        step = isFree ? STEP.skip : STEP.deletion;
      }
      costs[column] = cost;
      steps[row * width + column] = step;
    }
    previous = costs;
  }
  return traceBack(quotation, report, { steps, width, cost: previous[width - 1] ?? 0 });
}

type Table = Readonly<{ steps: Uint8Array; width: number; cost: number }>;

/** Follows the steps from the last cell to the first, so everything is found in reverse order. */
function traceBack(
  quotation: readonly number[],
  report: ArrayLike<number>,
  { steps, width, cost }: Table,
): Alignment {
  const matched: number[] = [];
  const changes: Change[] = [];
  let [row, column] = [quotation.length, report.length];
  let [first, last] = [report.length, 0];
  while (row > 0 || column > 0) {
    const step = steps[row * width + column];
    const [usesRow, usesColumn] = [step === STEP.pair || step === STEP.insertion, step !== STEP.insertion];
    if (usesRow) row -= 1;
    if (usesColumn) column -= 1;
    if (step === STEP.skip) continue;
    if (usesColumn) [first, last] = [column, Math.max(last, column + 1)];
    if (step === STEP.pair && quotation[row] === report[column]) matched.push(row);
    else
      addChange(changes, {
        quotation: { from: row, to: row + (usesRow ? 1 : 0) },
        report: { from: column, to: column + (usesColumn ? 1 : 0) },
      });
  }
  return {
    cost,
    matched: matched.reverse(),
    changes: changes.reverse(),
    report: { from: Math.min(first, last), to: last },
  };
}

/** Adds a change, or extends the last one when the two are adjacent. */
function addChange(changes: Change[], { quotation, report }: Change): void {
  const next = changes.at(-1);
  if (next === undefined || next.quotation.from !== quotation.to || next.report.from !== report.to)
    changes.push({ quotation, report });
  else
    changes[changes.length - 1] = {
      quotation: { from: quotation.from, to: next.quotation.to },
      report: { from: report.from, to: next.report.to },
    };
}
