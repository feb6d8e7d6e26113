import { loadFolder } from "#reports/folder.ts";
import { createRetriever } from "#retrieval/retriever.ts";

const { library } = await loadFolder(process.argv[2]!);
const r = createRetriever(library);
for (const q of process.argv.slice(3)) {
  const h = await r.rank(q);
  console.log("##", q, (await r.ask(q)).kind);
  for (const { paragraph, sentence } of h.slice(0, 5))
    console.log(
      "  ",
      paragraph.ordinal,
      "|",
      paragraph.text.slice(sentence?.start, sentence?.end).slice(0, 220),
    );
}
