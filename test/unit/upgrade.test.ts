// What leaves the process keeps its form: a store, posts and buttons that release 0.1.0 made are opened by the code of today.
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paragraphsOf } from "#domain/report.ts";
import { loadFolder } from "#reports/folder.ts";
import { movedClock } from "#test/support/clock.ts";
import { press, repeat } from "#test/support/fakes/discord/payloads.ts";
import { readMessage } from "#test/support/fakes/discord/reading.ts";
import { startDiscord } from "#test/support/fakes/discord/server.ts";
import type { Stored } from "#test/support/fakes/discord/state.ts";
import { startProcess } from "#test/support/fakes/process.ts";
import type { Reading } from "#test/support/fakes/reading.ts";
import { click } from "#test/support/fakes/slack/payloads.ts";
import { readPost } from "#test/support/fakes/slack/reading.ts";
import { startSlack } from "#test/support/fakes/slack/server.ts";
import type { Post } from "#test/support/fakes/slack/state.ts";
import {
  buttons,
  type DeliveredEvent,
  KNOWLEDGE,
  type Manifest,
  openRelease,
  PLATFORMS,
  type PlatformName,
  type PostedButton,
  type Release,
  recorded,
  remembered,
  STORE,
} from "#test/support/release.ts";

const PATIENCE = 120_000;
const POLLED = { timeout: 20_000 };
const OPENED_AT = Date.parse(recorded.openedAt);

/** A message of the bot as people see it. */
type Seen = Reading & Readonly<{ id: string; isPrivate: boolean; raw: Post | Stored }>;

/** What the bot has sent since the release was opened, oldest first; an answer may take the place of "thinking …". */
function newsOn(name: PlatformName, { slack, discord }: Release): readonly Seen[] {
  if (name === "slack")
    return slack.state.posts
      .slice(remembered.slack.posts.length)
      .map((raw) => ({ ...readPost(raw), id: raw.ts, isPrivate: raw.onlyFor !== undefined, raw }));
  return discord.state.messages
    .filter(({ author, writtenAt }) => author === discord.state.bot.id && writtenAt >= OPENED_AT)
    .map((raw) => ({ ...readMessage(raw), id: raw.id, isPrivate: raw.onlyFor !== undefined, raw }));
}

/** Neither a question nor a digest waits for anything. */
function isSettled({ rows }: Release): boolean {
  const open = rows("select key from inbox where lease_until is not null");
  const waiting = rows("select id from delivery where state in ('pending', 'sending', 'unknown')");
  return open.length + waiting.length === 0;
}

const actionOf = ({ raw }: PostedButton) => raw.value ?? raw.custom_id ?? "";

/** Each button that shares is on a message of its own, for a message's answer is shared once. */
let clicks = 0;

/** Clicks a button that the release posted in a channel. */
function clickOn(
  name: PlatformName,
  button: PostedButton,
  channel: string,
  { slack, discord }: Release,
): void {
  clicks += 1;
  if (name === "discord") {
    const message = discord.state.messages.find((one) => one.channel === channel);
    if (message === undefined) throw new Error(`nothing was posted in ${channel}`);
    const isSharing = actionOf(button).startsWith("share?");
    const id = isSharing ? String(BigInt(message.id) + BigInt(clicks)) : message.id;
    return void press(discord, { ...message, id }, actionOf(button));
  }
  const element = button.raw as Readonly<{ text: Readonly<{ text: string }> }>;
  const payload = { text: "", blocks: [{ type: "actions", elements: [element] }] };
  const ts = `1795521000.${String(clicks).padStart(6, "0")}`;
  click(slack, { channel, ts, payload, deleted: false, at: 0 }, element.text.text);
}

/** The same, and the reply to it. */
async function replyTo(name: PlatformName, button: PostedButton, release: Release): Promise<Seen> {
  const before = newsOn(name, release).length;
  clickOn(name, button, remembered[name].channels.sent, release);
  await release.slack.until(() => newsOn(name, release).length > before);
  const [reply] = newsOn(name, release).slice(before);
  if (reply === undefined) throw new Error("no reply");
  return reply;
}

/** The sum of a metric's series that have these labels. */
function sum(metrics: string, series: string, labels: Readonly<Record<string, string>>): number {
  return metrics
    .split("\n")
    .filter((line) => line.startsWith(`${series}{`))
    .filter((line) => Object.entries(labels).every(([name, value]) => line.includes(`${name}="${value}"`)))
    .reduce((total, line) => total + Number(line.split(" ").at(-1)), 0);
}

function readStore<T>(read: (store: DatabaseSync) => T): T {
  const store = new DatabaseSync(`${STORE}/ibid.sqlite`, { readOnly: true });
  const result = read(store);
  store.close();
  return result;
}

async function openSettled(prepare: (release: Release) => void = () => undefined): Promise<Release> {
  const release = await openRelease();
  prepare(release);
  await release.start();
  await release.slack.until(() => isSettled(release), PATIENCE);
  return release;
}

describe("a store of release 0.1.0", () => {
  let release: Release;
  beforeAll(async () => {
    release = await openSettled();
  }, PATIENCE);
  afterAll(() => release.close());

  test("keeps its tables and columns, its subscriptions as they were, and the questions it counted", () => {
    const columns = "select m.name as tab, p.name as col from sqlite_master m, pragma_table_info(m.name) p";
    const subscriptions = "select * from subscription order by id";
    const questions = "select * from question order by asked_at";
    const old = readStore((store) => ({
      columns: store.prepare(columns).all(),
      subscriptions: store.prepare(subscriptions).all(),
      questions: store.prepare(questions).all(),
    }));
    expect(release.rows(columns)).toEqual(expect.arrayContaining(old.columns));
    // A column may have been added.
    expect(release.rows(subscriptions)).toMatchObject(old.subscriptions);
    expect(new Set(old.subscriptions.map(({ state }) => state))).toEqual(
      new Set(["active", "off", "suspended"]),
    );
    expect(release.rows(questions)).toEqual(expect.arrayContaining(old.questions));
    expect(readdirSync(release.data).filter((file) => !file.startsWith("ibid.sqlite"))).toEqual(["index"]);
  });

  describe.each(PLATFORMS)("on %s", (name) => {
    const { channels, events } = remembered[name];

    /** What answers an event in the place where it was asked. */
    const answersTo = ({ payload }: DeliveredEvent) =>
      newsOn(name, release).filter(({ raw }) => {
        const { event, response_url = "" } = payload as { event?: { ts: string }; response_url?: string };
        if ("ts" in raw)
          return event === undefined ? response_url.endsWith(`/${raw.by}`) : raw.thread === event.ts;
        const interaction = release.discord.state.interactions.get(String(payload.token));
        return interaction === undefined ? raw.replyTo === payload.id : raw.id === interaction.original;
      });

    /** The delivery of the last day in a channel, and every post that carries its key in all the ways that it did. */
    const deliveryIn = (channel: string) => {
      const id = `${name}:${channel}:2026-11-24`;
      const { metadata, nonce, component } = recorded.deliveries[id] ?? {};
      const all = name === "slack" ? release.slack.state.posts : release.discord.state.messages;
      const posts = all.filter((raw: Post | Stored) =>
        "ts" in raw
          ? JSON.stringify(raw.payload.metadata) === JSON.stringify(metadata)
          : raw.nonce === nonce && raw.components[0]?.id === component,
      );
      const [row] = release.rows(`select state, message from delivery where id = '${id}'`);
      return { posts: posts.map((raw) => ("ts" in raw ? raw.ts : raw.id)), row };
    };

    test("each open question is answered once, where it was asked", () => {
      expect(events.open).toHaveLength(2);
      for (const event of events.open) {
        const answers = answersTo(event);
        expect(answers).toHaveLength(1);
        expect(answers[0]?.quotes.length).toBeGreaterThan(0);
      }
      const inChannel = newsOn(name, release).filter(({ raw }) => raw.channel === channels.sent);
      const repeated = name === "discord" ? events.leaving.length : 0;
      expect(inChannel.filter(({ quotes }) => quotes.length > 0)).toHaveLength(2 + repeated);
    });

    test("what may have been answered has one answer, or its asker is told in private to look", () => {
      const told = newsOn(name, release).filter(({ isPrivate, quotes }) => isPrivate && quotes.length === 0);
      // On Discord the answer to a slash command is an edit of the reply, which may be repeated.
      if (name === "discord") {
        expect(told).toEqual([]);
        for (const event of events.leaving) {
          expect(answersTo(event)).toHaveLength(1);
          expect(answersTo(event)[0]?.quotes.length).toBeGreaterThan(0);
        }
        return;
      }
      expect(told).toHaveLength(events.leaving.length);
      for (const { words } of told) expect(words).toMatch(/may not have arrived/u);
    });

    test("an event that comes again is known, whatever became of it", async () => {
      const before = newsOn(name, release).length;
      // Slack may tell of the same message by another event.
      const renamed = [...events.repeated, ...events.open].flatMap(({ type, payload }) =>
        type === "events_api"
          ? [{ type, payload: { ...payload, event_id: `${payload.event_id}again` } }]
          : [],
      );
      const again = [...events.repeated, ...events.open, ...events.leaving, ...renamed];
      for (const { type, payload } of again)
        if (name === "slack") release.slack.redeliver({ envelope: { type, payload }, sentAt: 0 });
        else repeat(release.discord, { type, payload, confirmed: () => true });
      const duplicates = async () =>
        sum(await release.metrics(), "ibid_duplicates_total", { platform: name });
      await expect.poll(duplicates, POLLED).toBe(again.length);
      expect(newsOn(name, release)).toHaveLength(before);
    });

    test("the digest that was due is posted once, under the key that it had", () => {
      const { posts, row } = deliveryIn(channels.pending);
      expect(posts).toHaveLength(1);
      expect(row).toMatchObject({ state: "sent", message: posts[0] });
    });

    test("the digest that was posted without the process knowing is found, and not posted again", () => {
      const { posts, row } = deliveryIn(channels.unknown);
      expect(posts).toHaveLength(1);
      expect(row).toMatchObject({ state: "sent", message: posts[0] });
      expect(newsOn(name, release).filter(({ raw }) => raw.channel === channels.unknown)).toEqual([]);
    });

    test("the digest that was being posted when the process was killed is posted once, and then the one behind it", () => {
      const { posts, row } = deliveryIn(channels.sending);
      expect(posts).toHaveLength(1);
      expect(row).toMatchObject({ state: "sent", message: posts[0] });
      const [first, second, ...more] = newsOn(name, release).filter(
        ({ raw }) => raw.channel === channels.sending,
      );
      expect(first?.id).toBe(posts[0]);
      expect(second?.quotes).not.toEqual(first?.quotes);
      expect(more).toEqual([]);
    });

    test(
      "each button shows the paragraphs that it showed, to whom it showed them",
      async () => {
        const showing = buttons[name].filter(({ quotes }) => quotes !== undefined);
        const commands = showing.map((button) => actionOf(button).split("?")[0]);
        expect(new Set(commands)).toEqual(new Set(["context", "cite", "share"]));
        for (const button of showing) {
          const { quotes, isPrivate, words } = await replyTo(name, button, release);
          const shown = quotes.filter((quote) => quote !== "");
          const begun = shown.map((quote, index) => quote.slice(0, button.quotes?.[index]?.length ?? 0));
          expect({ button: actionOf(button), quotes: begun, isPrivate }).toEqual({
            button: actionOf(button),
            quotes: button.quotes,
            isPrivate: button.isPrivate,
          });
          expect(words).not.toMatch(/has changed/u);
        }
      },
      PATIENCE,
    );

    test("the button that takes a reply away does, and those of a digest that was read start it again and stop it", async () => {
      const others = new Map(
        buttons[name]
          .filter(({ quotes }) => quotes === undefined)
          .map((button) => [actionOf(button), button]),
      );
      const deleting = [...others.keys()].find((value) => value.startsWith("delete?")) ?? "";
      expect([...others.keys()].sort()).toEqual([deleting, "digest?action=off", "digest?action=restart"]);
      const pressIn = (channel: string, value: string) => {
        const button = others.get(value);
        if (button === undefined) throw new Error(`no button ${value}`);
        clickOn(name, button, channel, release);
      };
      const read = () =>
        release.rows(`select state, cycle from subscription where id = '${name}:${channels.read}'`)[0];
      pressIn(channels.read, "digest?action=restart");
      await expect.poll(read, POLLED).toMatchObject({ state: "active", cycle: 2 });
      pressIn(channels.read, "digest?action=off");
      await expect.poll(read, POLLED).toMatchObject({ state: "off" });
      pressIn(channels.sent, deleting);
      const deletions = () =>
        name === "slack"
          ? release.slack.state.requests.filter(({ body }) => body.delete_original === true)
          : release.discord.state.messages.filter(({ deleted }) => deleted);
      await expect.poll(() => deletions().length, POLLED).toBe(1);
    });

    test("no button is unknown, wrongly used or a failure, and nothing that was sent is malformed", async () => {
      const metrics = await release.metrics();
      const ended = (labels: Readonly<Record<string, string>>) =>
        sum(metrics, "ibid_invocations_total", { platform: name, ...labels });
      expect(ended({})).toBeGreaterThan(buttons[name].length);
      expect([
        ended({ command: "unknown" }),
        ended({ outcome: "usage" }),
        ended({ outcome: "failed" }),
      ]).toEqual([0, 0, 0]);
      expect(release[name].state.violations).toEqual([]);
    });
  });

  test("what is measured keeps its name", async () => {
    const types = (await release.metrics()).matchAll(/^# TYPE (?<name>ibid_\w+) (?<type>\w+)$/gmu);
    const measured = [...types].map(({ groups }) => ({ ...groups }));
    expect(measured).toEqual(expect.arrayContaining([...recorded.metrics]));
  });
});

describe("when the reports have changed since", () => {
  let release: Release;
  beforeAll(async () => {
    release = await openSettled(({ knowledge }) => {
      const file = join(knowledge, "roske-ferries-2024.md");
      writeFileSync(file, readFileSync(file, "utf8").replace("cancelled on 26 days", "cancelled on 27 days"));
      rmSync(join(knowledge, "iran-azerbaijan-2021.md"));
    });
  }, PATIENCE);
  afterAll(() => release.close());

  test.each(PLATFORMS)(
    "buttons on %s say that the text has changed, or that its report is gone",
    async (name) => {
      const [changed = "", gone = ""] = [
        recorded.codes["roske-ferries-2024"]?.[3],
        recorded.codes["iran-azerbaijan-2021"]?.[3],
      ];
      const of = (code: string) => buttons[name].filter((button) => actionOf(button).includes(`=${code}&`));
      expect(of(changed).length).toBeGreaterThan(2);
      expect(of(gone).length).toBeGreaterThan(2);
      for (const button of [...of(changed), ...of(gone)]) {
        const { words, isPrivate } = await replyTo(name, button, release);
        expect(words).toMatch(/The text has changed since this was posted/u);
        expect(isPrivate).toBe(true);
        if (of(gone).includes(button)) expect(words).toMatch(/no longer loaded/u);
      }
    },
  );
});

describe("snapshots of release 0.1.0", () => {
  test(
    "are left alone by a process that makes none, and cleared away after a week by one that does",
    async () => {
      const slack = await startSlack();
      const data = mkdtempSync(join(tmpdir(), "ibid-"));
      const index = join(data, "index");
      cpSync(`${STORE}/index`, index, { recursive: true });
      const old = readdirSync(index);
      expect(old).toHaveLength(2);
      const environment = {
        IBID_DATA: data,
        IBID_KNOWLEDGE: KNOWLEDGE,
        SLACK_BOT_TOKEN: slack.state.botToken,
        SLACK_APP_TOKEN: slack.state.appToken,
        SLACK_API_URL: slack.url,
      };
      const run = async (clock: Readonly<Record<string, string>>) => {
        const process = await startProcess({ ...environment, ...clock });
        expect(process.log.filter(({ level }) => level !== "info")).toEqual([]);
        expect(await process.stop()).toBe(0);
        return readdirSync(index);
      };
      expect(await run({})).toEqual(old);
      const month = 30 * 24 * 60 * 60;
      for (const file of old)
        utimesSync(join(index, file), Date.now() / 1000 - month, Date.now() / 1000 - month);
      // Indexing that seems to take minutes is worth a snapshot.
      const made = await run(movedClock(0, 10_000));
      expect(made.length).toBeGreaterThan(0);
      expect(made.filter((file) => old.includes(file))).toEqual([]);
      await slack.stop();
    },
    PATIENCE,
  );
});

type Running = Readonly<{ input?: string; environment?: Readonly<Record<string, string>> }>;

describe("since release 0.1.0", () => {
  /** What the command line prints, at the time of the record. */
  const run = async (args: readonly string[], { input = "", environment = {} }: Running = {}) => {
    const env = {
      PATH: process.env.PATH,
      IBID_KNOWLEDGE: KNOWLEDGE,
      ...movedClock(OPENED_AT - Date.now()),
      ...environment,
    };
    const running = promisify(execFile)(process.execPath, ["src/main.ts", ...args], { env });
    running.child.stdin?.end(input);
    return (await running).stdout;
  };
  /** Answers to all texts, by `--jsonl`; the first has to be the same by `--json`. */
  const answer = async (command: string, field: string, texts: readonly string[]) => {
    const input = texts.map((text, id) => `${JSON.stringify({ id, [field]: text })}\n`).join("");
    const lines = (await run([command, "--jsonl"], { input })).trim().split("\n");
    const answers = lines.map((line, index) => {
      const { id, ...rest } = JSON.parse(line);
      expect(id).toBe(index);
      return withoutNewFields(rest);
    });
    const [first = ""] = texts;
    expect(withoutNewFields(JSON.parse(await run([command, "--json", first])))).toEqual(answers[0]);
    return answers;
  };

  /** Programs skip fields that they do not know. */
  const withoutNewFields = (answered: object) =>
    JSON.parse(JSON.stringify(answered, (name, value) => (name === "shortTitle" ? undefined : value)));

  test("paragraphs keep their codes", async () => {
    const { library } = await loadFolder(KNOWLEDGE);
    const codes = library.reports.map((report) => [report.id, paragraphsOf(report).map(({ code }) => code)]);
    expect(Object.fromEntries(codes)).toEqual(recorded.codes);
  });

  test(
    "questions answered in JSON have the same fields, and cite the same paragraph in the same way",
    async () => {
      // Which paragraphs come behind the first one is a matter of ranking: of these the fields count.
      const withFieldNames = (answered: Readonly<Record<string, unknown>>) => {
        const namesIn = (list: unknown) =>
          new Set((list as readonly object[] | undefined)?.flatMap(Object.keys));
        return {
          ...answered,
          paragraphs: namesIn(answered.paragraphs),
          related: namesIn(answered.related),
          // Words that name nothing, such as verbs, are no longer listed.
          unknown: [answered.unknown ?? []].flat().filter((word) => word !== "apply"),
        };
      };
      const answers = await answer("ask", "question", Object.keys(recorded.ask));
      expect(answers.map(withFieldNames)).toEqual(Object.values(recorded.ask).map(withFieldNames));
    },
    PATIENCE,
  );

  test(
    "quotations checked in JSON are checked as they were",
    async () => {
      const checks = await answer("verify", "text", Object.keys(recorded.verify));
      expect(checks).toEqual(Object.values(recorded.verify));
    },
    PATIENCE,
  );

  test("Slack's manifest has the commands, the shortcuts, the scopes and the events that it had, and asks for scopes that are new", async () => {
    const namesIn = ({ features, oauth_config, settings }: Manifest) => ({
      commands: features.slash_commands.map(({ command }) => command),
      shortcuts: features.shortcuts.map(({ callback_id }) => callback_id),
      scopes: oauth_config.scopes,
      settings,
    });
    const { commands, shortcuts, scopes, ...others } = namesIn(recorded.manifest);
    // `docs/operating.md` tells what does not work until they are added.
    const added = ["channels:read", "groups:read", "mpim:read", "im:read", "users:read"];
    expect(namesIn(JSON.parse(await run(["manifest"])))).toEqual({
      commands: expect.arrayContaining(commands),
      shortcuts: expect.arrayContaining(shortcuts),
      scopes: { ...scopes, bot: [...scopes.bot, ...added] },
      ...others,
    });
  });

  test("Discord's commands keep their names and the names of their options", async () => {
    const discord = await startDiscord();
    const environment = { DISCORD_TOKEN: discord.state.token, DISCORD_API_URL: discord.url };
    await run(["register"], { environment });
    const registered = discord.state.commands.get("everywhere") ?? [];
    await discord.stop();
    for (const { type, name, options } of recorded.commands) {
      const command = registered.find((one) => one.type === type && one.name === name);
      const named = (command?.options ?? []) as readonly Readonly<{ name: string }>[];
      expect({ name: command?.name, options: named.map((option) => option.name) }).toEqual({
        name,
        options: expect.arrayContaining([...options]),
      });
    }
  });

  test("environment variables keep their names", () => {
    const listed = readFileSync(".env.example", "utf8").match(/^[A-Z_]+(?==)/gmu);
    expect(listed).toEqual(expect.arrayContaining([...recorded.environment]));
  });
});
