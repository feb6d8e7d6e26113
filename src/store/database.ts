// The handle on the store that other folders pass around. They cannot look inside: queries are written in this folder.
import type { Kysely } from "kysely";
import type { Schema } from "./schema.ts";

const KYSELY = Symbol("kysely");

export type Database = Readonly<{ [KYSELY]: Kysely<Schema> }>;

export function createDatabase(kysely: Kysely<Schema>): Database {
  return { [KYSELY]: kysely };
}

export function kyselyOf(database: Database): Kysely<Schema> {
  return database[KYSELY];
}

/**
 * Runs the work in one transaction, which it must use in place of the database. The transaction is rolled back when the
 * work throws. Transactions do not nest.
 */
export function inTransaction<Result>(
  database: Database,
  work: (transaction: Database) => Promise<Result>,
): Promise<Result> {
  return kyselyOf(database)
    .transaction()
    .execute((transaction) => work(createDatabase(transaction)));
}
