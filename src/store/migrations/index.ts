// The steps that bring a store of any age to the present schema. A released migration is never edited; add another one.
import { sql } from "kysely";
import type { Migration } from "kysely/migration";
import { createDigestTables } from "./digest.ts";

export const migrations: Readonly<Record<string, Migration>> = {
  "001-inbox": {
    async up(db) {
      await db.schema
        .createTable("inbox")
        .addColumn("key", "text", (column) => column.primaryKey())
        .addColumn("seen_at", "integer", (column) => column.notNull())
        .execute();
      await db.schema.createIndex("inbox_seen_at").on("inbox").column("seen_at").execute();
    },
  },
  "002-digest": { up: createDigestTables },
  "003-unanswered": {
    async up(db) {
      for (const statement of [
        sql`alter table inbox add column body text`,
        sql`alter table inbox add column owner text`,
        sql`alter table inbox add column lease_until bigint`,
        sql`alter table inbox add column leaving integer not null default 0`,
        sql`create index inbox_open on inbox (lease_until) where lease_until is not null`,
      ])
        await statement.execute(db);
    },
  },
  "004-missed": {
    async up(db) {
      await sql`alter table subscription add column missed integer`.execute(db);
    },
  },
  "005-channel-scope": {
    async up(db) {
      await sql`create table channel_scope (
        id text primary key, platform text not null, channel text not null, sets text, ceiling text not null,
        outsiders integer not null, changed_by text not null, changed_at bigint not null)`.execute(db);
    },
  },
  "006-selection": {
    async up(db) {
      await sql`create table selection (id text primary key, kept_at bigint not null, body text not null)`.execute(
        db,
      );
      await sql`create index selection_kept_at on selection (kept_at)`.execute(db);
    },
  },
  "007-access-token": {
    async up(db) {
      await sql`create table access_token (
        id text primary key, hash text not null unique, name text not null, sets text, ceiling text not null,
        created_at bigint not null)`.execute(db);
    },
  },
};
