// The tables of the digest in their first version. What the columns mean is in `schema.ts`.
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  sql`create table subscription (
    id text primary key, platform text not null, channel text not null,
    time text not null, zone text not null, days integer not null, report text, repeat integer not null,
    revision integer not null, state text not null, closed_scope text, closed_reason text, told integer not null,
    next_at bigint not null, cycle integer not null, created_by text not null, created_at bigint not null)`,
  sql`create index subscription_due on subscription (state, next_at)`,
  sql`create table delivery (
    id text primary key, subscription text not null references subscription (id),
    revision integer not null, cycle integer not null, due_at bigint not null, expires_at bigint not null,
    state text not null, attempts integer not null, not_before bigint not null, token text,
    lease_until bigint not null, first_try_at bigint, payload text, code text, message text, link text,
    reason text, finished_at bigint)`,
  sql`create index delivery_open on delivery (state, not_before)`,
  sql`create index delivery_place on delivery (subscription, cycle)`,
  sql`create table question (
    platform text not null, channel text not null, asked_at bigint not null, answered integer not null, code text)`,
  sql`create index question_channel on question (platform, channel, asked_at)`,
  sql`create table shelf (report text primary key, fingerprint text not null, changed_at bigint not null)`,
];

export async function createDigestTables(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(database);
}
