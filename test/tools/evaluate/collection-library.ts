// A test collection as a library: one report a document, one paragraph a passage.
import type { Library, Paragraph, Report } from "#domain/report.ts";
import { splitSentences } from "#reports/parse/sentences.ts";
import type { Collection, Passage } from "./beir.ts";

export type CollectionLibrary = Readonly<{
  library: Library;
  /** The id of the passage that a paragraph was made of. */
  passageOf: ReadonlyMap<Paragraph, string>;
}>;

/** Passages without a document together make one report, each under its own title as heading. */
export function libraryOf({ passages }: Pick<Collection, "passages">): CollectionLibrary {
  const byDoc = new Map<string, Passage[]>();
  for (const passage of passages) {
    const own = byDoc.get(passage.doc ?? "");
    if (own === undefined) byDoc.set(passage.doc ?? "", [passage]);
    else own.push(passage);
  }
  const passageOf = new Map<Paragraph, string>();
  const reports = [...byDoc].map(([doc, own]) => reportOf(doc, own, passageOf));
  return { library: { reports, aliases: [] }, passageOf };
}

function reportOf(doc: string, passages: readonly Passage[], passageOf: Map<Paragraph, string>): Report {
  const sections = passages.map((passage, i) => {
    const heading = doc === "" ? passage.title : passage.section;
    const paragraph = paragraphOf(passage, { report: doc, section: heading, ordinal: i + 1 });
    passageOf.set(paragraph, passage.id);
    return { heading, paragraphs: [paragraph] };
  });
  const title = doc === "" ? "" : (passages[0]?.title ?? "");
  return { id: doc, title, authors: [], file: doc, sections };
}

type Place = Readonly<{ report: string; section: string; ordinal: number }>;

function paragraphOf({ id, text }: Passage, place: Place): Paragraph {
  const shown = text.replace(/\s+/gu, " ").trim();
  return { ...place, code: id, text: shown, sentences: splitSentences(shown), line: place.ordinal };
}
