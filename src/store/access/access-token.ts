// Access tokens. Of a secret only the hash is kept: whoever reads the store can open nothing with it.
import { createHash, randomBytes } from "node:crypto";
import type { AccessToken, AccessTokens } from "#domain/scope.ts";
import { type Database, kyselyOf } from "#store/database.ts";
import { parseRow } from "#store/parse-row.ts";
import { accessTokenRow, type Schema } from "#store/schema.ts";
import { fromColumn, toColumn } from "./sets.ts";

// Too many to guess, so that a plain hash is enough; the prefix is for those who look for secrets in texts.
const SECRET_BYTES = 32;
const PREFIX = "ibid_";

export function createAccessTokens(database: Database, now: () => Date): AccessTokens {
  return {
    async create(name, { sets, ceiling }) {
      const secret = PREFIX + randomBytes(SECRET_BYTES).toString("base64url");
      const id = randomBytes(4).toString("hex");
      await kyselyOf(database)
        .insertInto("access_token")
        .values({
          id,
          hash: hashOf(secret),
          name,
          sets: toColumn(sets),
          ceiling,
          created_at: now().getTime(),
        })
        .execute();
      return { id, secret };
    },
    async list() {
      const rows = await kyselyOf(database)
        .selectFrom("access_token")
        .selectAll()
        .orderBy("created_at")
        .orderBy("id")
        .execute();
      return rows.flatMap((row) => readToken(row) ?? []);
    },
    async revoke(id) {
      const { numDeletedRows } = await kyselyOf(database)
        .deleteFrom("access_token")
        .where("id", "=", id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
    async find(secret) {
      const row = await kyselyOf(database)
        .selectFrom("access_token")
        .selectAll()
        .where("hash", "=", hashOf(secret))
        .executeTakeFirst();
      return row && readToken(row);
    },
  };
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Undefined for what this version cannot have written: it opens nothing. */
function readToken(stored: Schema["access_token"]): AccessToken | undefined {
  const row = parseRow(accessTokenRow, stored);
  if ("unreadable" in row) return undefined;
  const { id, name, sets, ceiling, created_at } = row;
  return { id, name, scope: { sets: fromColumn(sets), ceiling }, createdAt: new Date(created_at) };
}
