// Compares a bot whose folder has hidden reports with bots whose folders have never had them, one for each view.
import type { Action } from "#domain/message.ts";
import { paragraphsOf } from "#domain/report.ts";
import { HOUR } from "#test/support/digest-fixture.ts";
import { createRandom } from "#test/tools/evaluate/quotes.ts";
import { type Case, EACH_OUTCOME, type Material, makeCase } from "./cases.ts";
import { hiddenChange, VIEWS, type View, writeFolder, writeReport } from "./reports.ts";
import { createSide, type Observed, payloadsOf, type Side, WIDE } from "./side.ts";

type Difference = Readonly<{ view: number; what: unknown; hidden: string; absent: string }>;

export type Comparison = Readonly<{
  differences: readonly Difference[];
  /** How many cases there were, by what they led to. */
  outcomes: Readonly<Record<string, number>>;
  /** How many messages the digests posted in these views. */
  posts: number;
  /** Of all cases together. */
  milliseconds: Readonly<{ hidden: number; absent: number }>;
  /** Errors that either side has logged, other than those of files. */
  errors: readonly unknown[];
}>;

type Sides = Readonly<{
  /** The folder of the side that has hidden reports. */
  folder: string;
  hidden: Side;
  /** By the position of the view. */
  absent: readonly Side[];
}>;

/** By how many cases one of these things happens. */
const EVERY = { hiddenChange: 100, wideQuestion: 3, hours: 20 } as const;

export async function compare(options: Readonly<{ cases: number; seed: number }>): Promise<Comparison> {
  const folder = writeFolder();
  const sides: Sides = {
    folder,
    hidden: await createSide(folder),
    absent: await Promise.all(VIEWS.map((_, i) => createSide(writeFolder(i)))),
  };
  const material = { library: sides.hidden.library(), buttons: await collectButtons(sides.hidden) };
  await warmUp(sides, material);
  const differences: Difference[] = [];
  const outcomes: Record<string, number> = {};
  const milliseconds = { hidden: 0, absent: 0 };
  let posts = 0;
  const random = createRandom(options.seed);
  const fixed = EACH_OUTCOME.flatMap((one) => [...VIEWS.keys()].map((view) => ({ one, view })));
  for (let i = 0; i < options.cases; i++) {
    const made = { one: makeCase(random, material), view: random.below(VIEWS.length) };
    const { one, view } = fixed[i] ?? made;
    const { hidden, absent } = await observe(one, view, sides);
    differences.push(...differencesBetween(hidden, absent).map((found) => ({ ...found, view, what: one })));
    outcomes[hidden.outcome] = (outcomes[hidden.outcome] ?? 0) + 1;
    milliseconds.hidden += hidden.milliseconds;
    milliseconds.absent += absent.milliseconds;
    if (i % EVERY.wideQuestion === 0) await sides.hidden.observe(one, WIDE);
    if (i % EVERY.hiddenChange === 0) await changeHidden(i / EVERY.hiddenChange, sides);
    if (i % EVERY.hours !== 0) continue;
    const passed = await passHours(sides);
    posts += passed.posts;
    differences.push(...passed.differences);
  }
  const all = [sides.hidden, ...sides.absent];
  await Promise.all(all.map((side) => side.close()));
  const errors = all.flatMap(({ logged }) => logged.filter(isFailure));
  return { differences, outcomes, posts, milliseconds, errors };
}

function isFailure({ level, event }: Side["logged"][number]): boolean {
  return level === "error" && event !== "knowledge.file";
}

type Pair = Readonly<{ hidden: Observed; absent: Observed }>;

async function observe(one: Case, view: number, { hidden, absent }: Sides): Promise<Pair> {
  const [seen, without] = at(view, absent);
  return { hidden: await hidden.observe(one, seen), absent: await without.observe(one, seen) };
}

function at(view: number, absent: Sides["absent"]): readonly [View, Side] {
  const [seen, side] = [VIEWS[view], absent[view]];
  if (seen === undefined || side === undefined) throw new Error(`there is no view ${view}`);
  return [seen, side];
}

function differencesBetween(hidden: Observed, absent: Observed) {
  return (["bytes", "work"] as const)
    .filter((part) => hidden[part] !== absent[part])
    .map((part) => ({ hidden: hidden[part], absent: absent[part] }));
}

/** The buttons of replies in which everything may be seen. */
async function collectButtons(side: Side): Promise<readonly Action[]> {
  const buttons: Action[] = [];
  const add = async (one: Case) => {
    const { reply } = await side.observe(one, WIDE);
    if (reply === undefined || typeof reply === "string") return;
    for (const block of reply.blocks) if (block.kind === "actions") buttons.push(...block.actions);
  };
  for (const { id } of side.library().reports)
    for (const line of [`Summarise it in:${id}`, `List everything on harbours in:${id}`])
      await add({ kind: "command", command: "ask", line, via: "command" });
  for (const { code, text } of side.library().reports.flatMap(paragraphsOf)) {
    const commands = [
      { command: "ask", line: text.slice(0, 80), via: "command" },
      { command: "ask", line: text.slice(0, 80), via: "mention" },
      { command: "context", line: code, via: "command" },
      { command: "cite", line: code, via: "command" },
    ] as const;
    for (const one of commands) await add({ kind: "command", ...one });
  }
  return buttons;
}

const ON = { kind: "command", command: "digest", line: "on 09:00", via: "command" } as const;

/** What is made when it is first needed is made before any work is counted. */
async function warmUp(sides: Sides, { library }: Material): Promise<void> {
  const text = "The commission decides which ships may enter the harbours in summer.";
  for (const view of VIEWS.keys()) {
    for (const { id } of library.reports) {
      const line = `What will happen to the harbours? in:${id}`;
      await observe({ kind: "command", command: "ask", line, via: "command" }, view, sides);
    }
    await observe({ kind: "json", command: "verify", text }, view, sides);
    await observe(ON, view, sides);
  }
}

async function changeHidden(step: number, { folder, hidden, absent }: Sides): Promise<void> {
  if (step === 0) return;
  const { file, source } = hiddenChange(step);
  writeReport(folder, file, source);
  for (const side of [hidden, ...absent]) await side.reload();
}

/** A quarter of a day: the digests that are due are posted. */
async function passHours({ hidden, absent }: Sides): Promise<Pick<Comparison, "posts" | "differences">> {
  for (const side of [hidden, ...absent]) {
    side.fixture.now += 6 * HOUR;
    side.fixture.fakePlatform.posts.splice(0);
    await side.tick();
  }
  const inView = VIEWS.map((seen, view) => ({
    view,
    hidden: postsIn(seen.channel, hidden),
    absent: postsIn(seen.channel, at(view, absent)[1]),
  }));
  return {
    posts: inView.reduce((sum, pair) => sum + pair.hidden.length, 0),
    differences: inView
      .map((pair) => ({ ...pair, hidden: JSON.stringify(pair.hidden), absent: JSON.stringify(pair.absent) }))
      .filter((pair) => pair.hidden !== pair.absent)
      .map((pair) => ({ ...pair, what: "digest" })),
  };
}

function postsIn(wanted: string, { fixture }: Side) {
  return fixture.fakePlatform.posts
    .filter(({ channel }) => channel === wanted)
    .map(({ key, message }) => [key, ...payloadsOf(message)]);
}
