// What of a message is shown where not all of it fits: citations and buttons first, then the bot's own words, and the
// quotation gets the rest. Quotations are bounded when they are built, so that only one monstrous sentence is cut here.

import type { Block, Message, Run } from "#domain/message.ts";
import { MAX_ACTION_LENGTH } from "#platforms/shared/action.ts";
import { maxMinShare } from "#platforms/shared/max-min-share.ts";
import { CUT, truncate } from "#text/truncate.ts";
import { LIMITS } from "./limits.ts";

export type Words = Exclude<Block, { kind: "actions" }>;
export type Actions = Extract<Block, { kind: "actions" }>;

// A tenth below the ceiling, which is not documented.
const MESSAGE_CHARACTERS = LIMITS.messageCharacters * 0.9;
// No reply has more of these; a message that does loses the last ones.
const MAX_BUTTONS = 20;
const MAX_LEAD_LENGTH = 150;

/** The blocks, with runs and leads cut visibly so that all of them together fit into one message. */
export function fitBlocks({ blocks }: Pick<Message, "blocks">): readonly Block[] {
  const rows = fitActions(blocks);
  const most = new Map<Block, number>();
  let free = MESSAGE_CHARACTERS - rows.characters;
  const grant = (kinds: readonly Block["kind"][], total: number, divide: typeof maxMinShare) => {
    const wanting = blocks.filter(({ kind }) => kinds.includes(kind));
    const granted = divide(wanting.map(lengthOf), total);
    for (const [at, block] of wanting.entries()) most.set(block, granted[at] ?? 0);
    free -= granted.reduce((sum, one) => sum + one, 0);
  };
  const isQuoted = blocks.some(({ kind }) => kind === "quote");
  grant(["source"], free / 2, maxMinShare);
  grant(["heading", "text", "note"], isQuoted ? free / 2 : free, firstFirst);
  grant(["quote"], free, maxMinShare);
  return blocks.flatMap((block) =>
    block.kind === "actions"
      ? (rows.fitted.get(block) ?? [])
      : { ...block, runs: clipRuns(block.runs, most.get(block) ?? 0) },
  );
}

function lengthOf(block: Block): number {
  if (block.kind === "actions") return 0;
  return block.runs.reduce((sum, { text, href = "" }) => sum + text.length + href.length + 1, 0);
}

/** Rows with their leads and labels cut, and what they take of a message: every label and every value. */
function fitActions(blocks: readonly Block[]) {
  let left = MAX_BUTTONS;
  let characters = 0;
  const fitted = new Map<Block, Actions>();
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

/** In the order in which they are read, as long as there is room; of the first without room the mark of a cut stays. */
function firstFirst(wanted: readonly number[], total: number): readonly number[] {
  let left = Math.floor(total);
  let isFull = false;
  return wanted.map((wish) => {
    if (isFull) return 0;
    const granted = Math.min(wish, Math.max(1, left));
    isFull = granted < wish;
    left -= granted;
    return granted;
  });
}

/** Nothing at all of a block without room. An address that does not fit goes, the words stay. */
function clipRuns(runs: readonly Run[], most: number): readonly Run[] {
  if (most === 0) return [];
  let left = most;
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
