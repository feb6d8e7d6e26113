// More: the next page of an overview, a list or a comparison, made again from what may be seen where the button is pressed.
import { audienceOf, type Command, type CommandContext } from "#bot/command.ts";
import { PAGE_SIZE, selectionMessage } from "#bot/messages/selection.ts";
import { sourceKey } from "#bot/reference.ts";
import { decodePage, encodePage, type MoreOf, moreOfWhole, restore } from "#bot/selection-page.ts";
import type { Selection } from "#domain/answer.ts";
import { UsageError } from "#domain/errors.ts";
import type { Library } from "#domain/report.ts";

export const more: Command = {
  name: "more",
  description: "Show the next paragraphs of an overview or a list",
  usage: "<page>",
  options: [{ name: "reference", description: "Page (filled in by the button)", required: true }],
  button: true,
  async run(invocation, { knowledge, selections, now: today }) {
    const wanted = decodePage(invocation.args.reference ?? "");
    if (wanted === undefined) throw new UsageError("To see the next page, press More below a list.");
    const { library } = knowledge;
    const { more, page } = wanted;
    const selection =
      "id" in more ? await restoreKept(more.id, { library, selections }) : selectWhole(more, knowledge);
    if (page * PAGE_SIZE >= selection.entries.length) throw new UsageError(CHANGED);
    const context = { library, audience: audienceOf(invocation), today };
    return { reply: selectionMessage(selection, wanted, context) };
  },
};

const CHANGED = "The reports have changed since this was posted, so its next page is gone. Ask again.";

/** Throws UsageError unless it has the same paragraphs as when the button was posted. */
function selectWhole(
  wanted: Exclude<MoreOf, { id: string }>,
  { library, selectAgain }: Pick<CommandContext["knowledge"], "library" | "selectAgain">,
): Selection {
  const report = library.reports.find(({ id }) => sourceKey(id) === wanted.source);
  if (report === undefined) throw new UsageError(CHANGED);
  const selection = selectAgain(wanted.of, report, wanted.heading === "" ? undefined : wanted.heading);
  const now = moreOfWhole(selection);
  if (now === undefined || encodePage(now, 0) !== encodePage(wanted, 0)) throw new UsageError(CHANGED);
  return selection;
}

type Restoring = Readonly<{ library: Library }> & Pick<CommandContext, "selections">;

/** Throws UsageError when it is no longer kept, or a paragraph is not in the library. */
async function restoreKept(id: string, { library, selections }: Restoring): Promise<Selection> {
  const kept = await selections.find(id);
  if (kept === undefined)
    throw new UsageError("This list is more than a day old and no longer available. Ask again.");
  const entries = restore(kept, library);
  if (entries === undefined) throw new UsageError(CHANGED);
  return { kind: "selection", of: kept.of, entries, hasJudgements: true, isCalledSo: true, corrections: [] };
}
