// Which reports somebody may mean who has typed the beginning of a name, for platforms that complete options.
import MiniSearch from "minisearch";
import type { Suggestion } from "#domain/platform.ts";
import type { Library } from "#domain/report.ts";
import type { TimeSlices } from "#domain/time-slices.ts";
import { fold } from "#retrieval/analysis/tokenizer.ts";

export type SuggestReports = (typed: string) => readonly Suggestion[];

/**
 * First come the reports whose id or title contains what was typed, in the library's order; then, best first, those that
 * match by the beginnings of words or in spite of typing mistakes. All reports when nothing was typed.
 */
export async function createReportSuggestions(
  { reports }: Library,
  slices: TimeSlices,
): Promise<SuggestReports> {
  const suggestions = reports.map(({ id, title }) => ({ id, title }));
  const names: string[] = [];
  const engine = new MiniSearch<Suggestion>({
    fields: ["id", "title"],
    tokenize: wordsOf,
    processTerm: (term) => term,
    searchOptions: { combineWith: "AND", prefix: true, fuzzy: maxTypos },
  });
  for (const suggestion of suggestions) {
    if (slices.isOver()) await slices.next();
    names.push(wordsOf(`${suggestion.id} ${suggestion.title}`).join(" "));
    engine.add(suggestion);
  }
  const byId = new Map(suggestions.map((suggestion) => [suggestion.id, suggestion]));
  return (typed) => {
    const wanted = wordsOf(typed).join(" ");
    const containing = suggestions.filter((_, i) => names[i]?.includes(wanted));
    const similar = engine.search(typed).flatMap(({ id }) => byId.get(id) ?? []);
    return [...new Set([...containing, ...similar])];
  };
}

function wordsOf(text: string): string[] {
  return text
    .split(/[\p{P}\p{Z}\s]+/u)
    .map(fold)
    .filter((word) => word !== "");
}

/** How many edits a typed word may be away from the report's: more in longer words, none in numbers. */
function maxTypos(word: string): number {
  if (/\p{N}/u.test(word) || word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}
