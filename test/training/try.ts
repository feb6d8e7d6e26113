import { createLibraryIndex } from "#retrieval/library-index.ts";
import { learned } from "#retrieval/model.ts";
import { analyseQuestion } from "#retrieval/query.ts";
import { createRetriever } from "#retrieval/retriever.ts";
import { readCollection } from "../evaluation/beir.ts";
import { answerable, measureOrder, readLibrary } from "../evaluation/order.ts";

const out: string[] = [];
for (const n of (process.env.ON ?? "squad,newwiki,covidqa,selqa,clapnq,scifact,cranfield,med").split(",")) {
  const read = readLibrary(await readCollection("/work/shared/collections", n));
  const r = createRetriever(read.library);
  const f = await measureOrder(read, (q) => r.rank(q), answerable(read.collection, 400));
  let extra = "";
  if (["scifact", "cranfield", "med"].includes(n)) {
    const index = createLibraryIndex(read.library, new Map());
    const b = await measureOrder(
      read,
      async (q) => {
        const query = await analyseQuestion(q, index, { ...learned, askingFactor: () => 1 });
        return index.search(new Map(query.terms.map((t) => [t.stem, 1])), 10);
      },
      answerable(read.collection, 400),
    );
    const b2 = await measureOrder(
      read,
      async (q) => {
        const query = await analyseQuestion(q, index, learned);
        return index.search(new Map(query.terms.map((t) => [t.stem, t.factor])), 10);
      },
      answerable(read.collection, 400),
    );
    extra = ` bm25 ${b.ndcg.toFixed(3)} (r1 ${b.right.toFixed(3)}) bm25+table ${b2.ndcg.toFixed(3)}`;
  }
  out.push(
    `${n} ${f.right.toFixed(3)}/${f.marked.toFixed(3)} ndcg ${f.ndcg.toFixed(3)} rec ${f.recall.toFixed(3)}${extra}`,
  );
}
console.log(out.join("\n"));
