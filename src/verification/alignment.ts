// Lays the words of a quotation beside those of a paragraph with the fewest changes.

/** Words [quotation.from, to) of the quotation stand where words [report.from, to) of the paragraph do. */
export type Change = Readonly<{
  quotation: Readonly<{ from: number; to: number }>;
  report: Readonly<{ from: number; to: number }>;
}>;

export type Alignment = Readonly<{
  /** What the changes cost together; of two alignments the one that costs less is nearer. */
  cost: number;
  /** Words of the quotation that stand in the paragraph, in order. */
  matched: readonly number[];
  /** The words of the paragraph that the quotation stands for. */
  report: Readonly<{ from: number; to: number }>;
  /** Neighbouring changes are one. */
  changes: readonly Change[];
}>;

// A changed word costs less than one added and one left out; of two ways at the same cost the one with more words in
// common wins.
const COMMON = -1;
const CHANGED = 3 * 4096;
const ALONE = 2 * 4096;

const STEP = { none: 0, both: 1, added: 2, leftOut: 3, skipped: 4 } as const;

/**
 * Semi-global: words of the paragraph before, after and at the `gaps` (counts of quotation words after which the
 * quotation leaves something out) cost nothing. Time and memory are the product of the two lengths.
 */
export function align(
  quotation: readonly number[],
  report: ArrayLike<number>,
  gaps: ReadonlySet<number>,
): Alignment {
  const width = report.length + 1;
  const steps = new Uint8Array((quotation.length + 1) * width);
  let above = new Int32Array(width);
  for (let row = 0; row <= quotation.length; row++) {
    const free = row === 0 || row === quotation.length || gaps.has(row);
    const costs = new Int32Array(width);
    for (let column = 0; column < width; column++) {
      // No pairs of values: each would be a list made and thrown away, at four times the time.
      let cost = row === 0 && column === 0 ? 0 : Infinity;
      let step: number = STEP.none;
      if (row > 0 && column > 0) {
        cost = (above[column - 1] ?? 0) + (quotation[row - 1] === report[column - 1] ? COMMON : CHANGED);
        step = STEP.both;
      }
      const added = (above[column] ?? 0) + ALONE;
      if (row > 0 && added < cost) {
        cost = added;
        step = STEP.added;
      }
      const left = (costs[column - 1] ?? 0) + (free ? 0 : ALONE);
      if (column > 0 && left < cost) {
        cost = left;
        step = free ? STEP.skipped : STEP.leftOut;
      }
      costs[column] = cost;
      steps[row * width + column] = step;
    }
    above = costs;
  }
  return trace(quotation, report, { steps, width, cost: above[width - 1] ?? 0 });
}

type Table = Readonly<{ steps: Uint8Array; width: number; cost: number }>;

/** Follows the steps back from the end; what belongs together is met in reverse. */
function trace(
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
    const [rows, columns] = [step === STEP.both || step === STEP.added, step !== STEP.added];
    if (rows) row -= 1;
    if (columns) column -= 1;
    if (step === STEP.skipped) continue;
    if (columns) [first, last] = [column, Math.max(last, column + 1)];
    if (step === STEP.both && quotation[row] === report[column]) matched.unshift(row);
    else addChange(changes, { row, column, rows, columns });
  }
  return { cost, matched, changes: changes.reverse(), report: { from: Math.min(first, last), to: last } };
}

type Step = Readonly<{ row: number; column: number; rows: boolean; columns: boolean }>;

function addChange(changes: Change[], { row, column, rows, columns }: Step): void {
  const after = changes.at(-1);
  const own = {
    quotation: { from: row, to: row + (rows ? 1 : 0) },
    report: { from: column, to: column + (columns ? 1 : 0) },
  };
  if (after === undefined || after.quotation.from !== own.quotation.to || after.report.from !== own.report.to)
    changes.push(own);
  else
    changes[changes.length - 1] = {
      quotation: { from: row, to: after.quotation.to },
      report: { from: column, to: after.report.to },
    };
}
