// Answers that quote whole reports, paragraph by paragraph: the project's own, and those in the folder that IBID_REPORTS names.
import { outcomeMessage } from "#bot/messages/outcome.ts";
import { excerptText, splitIntoExcerpts } from "#domain/excerpt.ts";
import type { Message } from "#domain/message.ts";
import { type Library, type Paragraph, paragraphsOf } from "#domain/report.ts";
import { loadFolder } from "#reports/folder.ts";
import { quotationOf } from "#test/support/hostile-messages.ts";
import { CUT } from "#text/truncate.ts";

/** `words`: what its one quotation shows. `links`: the addresses that it links, which is the citation's at most. */
type Quoted = Readonly<{ message: Message; words: string; links: readonly string[] }>;

/** One answer for each paragraph, several for one that is too long for one quotation. A sentence of each is marked. */
export async function quoteEveryParagraph(): Promise<readonly Quoted[]> {
  const folders = ["knowledge", process.env.IBID_REPORTS].filter((folder) => folder !== undefined);
  const loaded = await Promise.all(folders.map((folder) => loadFolder(folder)));
  return loaded.flatMap(({ library }) =>
    library.reports.flatMap(paragraphsOf).flatMap((paragraph) => quoteParagraph(library, paragraph)),
  );
}

function quoteParagraph(library: Library, paragraph: Paragraph): readonly Quoted[] {
  const wording = { library, audience: "asker", today: new Date("2026-11-24"), shareable: true } as const;
  const answer = quotationOf(library, paragraph);
  const links = answer.citation.url === undefined ? [] : [answer.citation.url];
  return splitIntoExcerpts(paragraph).map((excerpt) => {
    const { start, end } = excerpt;
    const inside = paragraph.sentences.filter((sentence) => sentence.start >= start && sentence.end <= end);
    const sentence = inside[Math.floor(inside.length / 2)];
    const marked = sentence === undefined ? excerpt : { ...excerpt, sentence };
    const before = start > 0 ? `${CUT} ` : "";
    const after = end < paragraph.text.length ? ` ${CUT}` : "";
    return {
      message: outcomeMessage({ ...answer, excerpt: marked }, wording),
      words: `${before}${excerptText(excerpt)}${after}`,
      links,
    };
  });
}
