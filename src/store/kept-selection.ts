// Lists whose next pages may still be asked for. They are kept for a day.

import { z } from "zod";
import type { KeptSelection, KeptSelections } from "#domain/answer.ts";
import { type Database, kyselyOf } from "./database.ts";

const DAY = 24 * 60 * 60_000;

const kept = z.object({
  of: z.enum(["overview", "judgements", "list", "compare"]),
  entries: z.array(z.tuple([z.string(), z.string(), z.int()])),
}) satisfies z.ZodType<KeptSelection>;

type Deps = Readonly<{
  now: () => Date;
  /** At most 12 small letters and digits that nobody can guess. */
  newId: () => string;
}>;

export function createKeptSelections(database: Database, { now, newId }: Deps): KeptSelections {
  return {
    async keep(selection) {
      const id = newId();
      const row = { id, kept_at: now().getTime(), body: JSON.stringify(selection) };
      await kyselyOf(database).insertInto("selection").values(row).execute();
      return id;
    },
    async find(id) {
      const row = await kyselyOf(database)
        .selectFrom("selection")
        .select("body")
        .where("id", "=", id)
        .where("kept_at", ">=", now().getTime() - DAY)
        .executeTakeFirst();
      return row && parseKept(row.body);
    },
  };
}

/** Undefined for what this version cannot have written. */
function parseKept(body: string): KeptSelection | undefined {
  try {
    return kept.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

/** Deletes those that were kept before this moment, in milliseconds since 1970. */
export async function pruneSelections(database: Database, before: number): Promise<void> {
  await kyselyOf(database).deleteFrom("selection").where("kept_at", "<", before).execute();
}
