// Decides how much of each block is shown when a message is too long: citations and buttons come first, then the bot's own
// words, and quotations share the rest. Quotations are bounded when they are built, so in practice only a single huge
// sentence is cut here.

import type { Block, Message, Run } from "#domain/message.ts";
import { MAX_ACTION_LENGTH } from "#platforms/shared/action.ts";
import { maxMinShare } from "#platforms/shared/max-min-share.ts";
import { CUT, truncate } from "#text/truncate.ts";
import { LIMITS } from "./limits.ts";

export type WordsBlock = Exclude<Block, { kind: "actions" }>;
export type ActionsBlock = Extract<Block, { kind: "actions" }>;

// A tenth below Slack's ceiling, because that is undocumented.
const MAX_MESSAGE_LENGTH = LIMITS.messageCharacters * 0.9;
// More than any of our replies has; a message with more loses the last ones.
const MAX_BUTTONS = 20;
const MAX_LEAD_LENGTH = 150;

/** The blocks, with runs and leads visibly cut so that together they fit into one message. */
export function fitBlocks({ blocks }: Pick<Message, "blocks">): readonly Block[] {
  const rows = fitActions(blocks);
  const maxLengths = new Map<Block, number>();
  let free = MAX_MESSAGE_LENGTH - rows.characters;
  const grant = (kinds: readonly Block["kind"][], total: number, divide: typeof maxMinShare) => {
    const wanting = blocks.filter(({ kind }) => kinds.includes(kind));
    const granted = divide(wanting.map(lengthOf), total);
    for (const [index, block] of wanting.entries()) maxLengths.set(block, granted[index] ?? 0);
    free -= granted.reduce((sum, share) => sum + share, 0);
  };
  const hasQuote = blocks.some(({ kind }) => kind === "quote");
  grant(["source"], free / 2, maxMinShare);
  grant(["heading", "text", "note"], hasQuote ? free / 2 : free, firstComeShare);
  grant(["quote"], free, maxMinShare);
  return blocks.flatMap((block) =>
    block.kind === "actions"
      ? (rows.fitted.get(block) ?? [])
      : { ...block, runs: truncateRuns(block.runs, maxLengths.get(block) ?? 0) },
  );
}

function lengthOf(block: Block): number {
  if (block.kind === "actions") return 0;
  return block.runs.reduce((sum, { text, href = "" }) => sum + text.length + href.length + 1, 0);
}

/** Rows with their leads cut, and the characters that they may need at most: every lead, label and value. */
function fitActions(blocks: readonly Block[]) {
  let left = MAX_BUTTONS;
  let characters = 0;
  const fitted = new Map<Block, ActionsBlock>();
  for (const block of blocks) {
    if (block.kind !== "actions" || left === 0) continue;
    const actions = block.actions.slice(0, left);
    left -= Math.max(1, actions.length);
    characters += MAX_LEAD_LENGTH + actions.length * (LIMITS.buttonText + MAX_ACTION_LENGTH);
    fitted.set(block, {
      ...block,
      actions,
      ...(block.lead === undefined ? {} : { lead: truncate(block.lead, MAX_LEAD_LENGTH) }),
    });
  }
  return { fitted, characters };
}

/** Grants demands in reading order until `total` is used up; the first that does not fit gets the rest, at least 1. */
function firstComeShare(demands: readonly number[], total: number): readonly number[] {
  let left = Math.floor(total);
  let isFull = false;
  return demands.map((demand) => {
    if (isFull) return 0;
    const granted = Math.min(demand, Math.max(1, left));
    isFull = granted < demand;
    left -= granted;
    return granted;
  });
}

/** Nothing of a block without room; otherwise a visible cut. An address that does not fit is dropped, its words are kept. */
function truncateRuns(runs: readonly Run[], maxLength: number): readonly Run[] {
  if (maxLength === 0) return [];
  let left = maxLength;
  const shown: Run[] = [];
  for (const { href, ...run } of runs) {
    const text = truncate(run.text, Math.max(0, left - 1));
    left -= text.length + 1;
    const linked = href !== undefined && text === run.text && href.length <= left;
    left -= linked ? href.length : 0;
    shown.push(linked ? { ...run, href } : { ...run, text });
    if (text === run.text) continue;
    return text.endsWith(CUT) ? shown : [...shown, { text: ` ${CUT}` }];
  }
  return shown;
}
