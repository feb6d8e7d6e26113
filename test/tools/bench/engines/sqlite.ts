import { DatabaseSync } from "node:sqlite";
import { DEPTH, fieldsOf, type Index, joined, type Setup } from "../engine.ts";
import { contentWords } from "../words.ts";

export const setups: readonly Setup[] = [
  {
    setting: "default",
    how: "columns title and text, the question's words in quotes (a passage must hold every one)",
    build: (passages) =>
      createIndex({
        table: "passages using fts5(title, text)",
        rows: passages.map((passage) => {
          const { title, text } = fieldsOf(passage);
          return [title, text];
        }),
        expression: (question) => quote(question.match(/[\p{L}\p{N}]+/gu) ?? []).join(" "),
      }),
  },
  {
    setting: "best",
    how: "one column, its Porter tokenizer, stop words out, OR",
    build: (passages) =>
      createIndex({
        table: "passages using fts5(text, tokenize = 'porter unicode61 remove_diacritics 2')",
        rows: passages.map((passage) => [joined(passage)]),
        expression: (question) => quote(contentWords(question)).join(" OR "),
      }),
  },
];

type Schema = Readonly<{
  table: string;
  rows: readonly (readonly string[])[];
  /** The question in the language of MATCH. */
  expression(question: string): string;
}>;

function createIndex({ table, rows, expression }: Schema): Index {
  const database = new DatabaseSync(":memory:");
  database.exec(`create virtual table ${table}`);
  const places = rows[0]?.map(() => "?").join(", ") ?? "?";
  const columns = (rows[0]?.length ?? 1) === 1 ? "text" : "title, text";
  const insert = database.prepare(`insert into passages (rowid, ${columns}) values (?, ${places})`);
  database.exec("begin");
  rows.forEach((row, id) => {
    insert.run(id, ...row);
  });
  database.exec("commit");
  const find = database.prepare(
    "select rowid as id from passages where passages match ? order by rank limit ?",
  );
  return {
    ask(question) {
      const asked = expression(question);
      return { top: asked === "" ? [] : find.all(asked, DEPTH).map(({ id }) => Number(id)) };
    },
    nativeBytes: () => pragma(database, "page_count") * pragma(database, "page_size"),
  };
}

function quote(words: readonly string[]): readonly string[] {
  return words.map((word) => `"${word}"`);
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(database.prepare(`pragma ${name}`).get()?.[name]);
}
