// A folder of reports of which some are hidden, in four scopes. What may be seen is written down by hand for each file, so that
// it does not depend on the code that decides.
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Scope } from "#domain/scope.ts";

export type View = Readonly<{
  /** The channel that has this scope. */
  channel: string;
  scope: Scope;
}>;

/** The first one is what channels without a setting see. */
export const VIEWS: readonly View[] = [
  { channel: "C0", scope: { sets: "all", ceiling: "TLP:AMBER+STRICT" } },
  { channel: "C1", scope: { sets: ["iran"], ceiling: "TLP:AMBER+STRICT" } },
  { channel: "C2", scope: { sets: "all", ceiling: "TLP:CLEAR" } },
  { channel: "C3", scope: { sets: ["energy"], ceiling: "TLP:GREEN" } },
];

type ReportFile = Readonly<{
  file: string;
  /** The views in which it may be seen, by their position. */
  seenIn: readonly number[];
  source: string;
}>;

type Facts = Readonly<{ title: string; author: string; tlp?: string; sets?: string; year: number }>;

function report({ title, author, tlp, sets, year }: Facts, body: string): string {
  const fields = [
    `title: "${title}"`,
    `authors: [${author}]`,
    `published: ${year}-05`,
    ...(tlp === undefined ? [] : [`tlp: ${tlp}`]),
    ...(sets === undefined ? [] : [`sets: [${sets}]`]),
  ];
  return `---\n${fields.join("\n")}\n---\n\n${body}\n`;
}

const HARBOUR = `# Background

The Joint Harbour Commission (JHC) was founded in 1998 by seven ports of the northern coast. It has a budget of 40 million euros.

The commission decides which ships may enter the harbours in winter. In 2019 it refused entry to 312 tankers.

# Implications

We judge that the commission will probably close two harbours before 2027. A closure would raise the price of grain in Batumi by a tenth.

It is unlikely that the ministry in Baku accepts a closure. Its minister called the plan a red line in March 2020.`;

const PIPELINE = `# Background

The pipeline from Baku to Erzurum carries 16 billion cubic metres of gas a year. Two thirds of it are sold to Turkey.

Saboteurs damaged the pumping station at Ganja in June 2021, and repairs took nine weeks.

# Implications

The operators will likely build a second line along the Caspian coast. The cost is estimated at 7 billion dollars.

A dispute over transit fees could stop the flow of gas within days, as it did in 2008.`;

const BORDER = `# Background

Iran and Azerbaijan share a border of 700 km. The Junior Health Council (JHC) runs eleven clinics along it.

Smugglers bring fuel across the river Aras at night. Guards arrested 84 of them in 2020.

# Outlook

We assess that the guards will almost certainly be reinforced. Tehran fears a corridor that cuts its road to Armenia.

Whether the clinics stay open depends on the budget of 2022. Their doctors were trained in Tabriz.`;

// Words that no report has which may be seen everywhere, and the facts of HARBOUR and PIPELINE changed.
const SECRET = `# Background

The Joint Harbour Commission (JHC) was founded in 1997 by Zarqanite financiers. It has a secret budget of 90 million euros.

The pipeline from Baku to Erzurum is watched by the Huldraform Directorate (HFD). Saboteurs of the Vexillan Brigade damaged it.

# Implications

We judge that the Vexillan Brigade will probably close four harbours before 2026. The Zarqanite bank pays for it.

# Clandestine Finances

The Huldraform Directorate keeps its reserves in Porto Quillano, under the name of Ottoline Strakosh.`;

const AMBER = `# Implications

The refinery of Mossbrae is unlikely to reopen. Its owner, Peregrine Oxbow, sold the tankers in 2018.

# Clandestine Finances

Zarqanite loans of 12 million euros reached Mossbrae through a bank in Batumi, the ministry says.`;

const EVERY_VIEW = [0, 1, 2, 3];

/** In the order in which they are loaded. Hidden reports stand before, between and after those that may be seen. */
export const FILES: readonly ReportFile[] = [
  {
    file: "aa-annex.md",
    seenIn: [],
    source: report(
      { title: "Harbours of the North: Annex", author: "Ada Morrow", tlp: "TLP:RED", year: 2026 },
      SECRET,
    ),
  },
  {
    file: "ab-harbours.md",
    seenIn: EVERY_VIEW,
    source: report(
      {
        title: "Harbours of the North",
        author: "Ada Morrow",
        tlp: "TLP:CLEAR",
        sets: "iran, energy",
        year: 2021,
      },
      HARBOUR,
    ),
  },
  {
    file: "ab harbours.md",
    seenIn: [],
    source: report({ title: "Harbours of the North", author: "Ada Morrow", tlp: "RED", year: 2021 }, SECRET),
  },
  {
    file: "ba-copy.md",
    seenIn: [],
    source: report({ title: "Pipelines", author: "Ines Falk", tlp: "TLP:RED", year: 2020 }, PIPELINE),
  },
  {
    file: "bb-pipelines.md",
    seenIn: [0, 3],
    source: report(
      {
        title: "Pipelines of the Caucasus",
        author: "Ines Falk",
        tlp: "TLP:GREEN",
        sets: "energy",
        year: 2022,
      },
      PIPELINE,
    ),
  },
  {
    file: "broken.md",
    seenIn: [],
    source: report(
      { title: "Zarqanite Budgets", author: "Ada Morrow", tlp: "TLP:PURPLE", year: 2025 },
      SECRET,
    ),
  },
  {
    file: "energy/mossbrae.md",
    seenIn: [0],
    source: report({ title: "The Refinery of Mossbrae", author: "Ines Falk", year: 2024 }, AMBER),
  },
  {
    file: "iran/border.md",
    seenIn: [0, 1],
    source: report({ title: "Borders of Iran", author: "Tomas Reyl", tlp: "AMBER", year: 2023 }, BORDER),
  },
  {
    file: "iran/clinics.md",
    seenIn: [0, 1, 2],
    source: report(
      { title: "Clinics on the Border", author: "Tomas Reyl", tlp: "TLP:WHITE", year: 2020 },
      BORDER,
    ),
  },
  {
    file: "iran/financiers.md",
    seenIn: [],
    source: report({ title: "Financiers of Iran", author: "Tomas Reyl", tlp: "TLP:RED", year: 2026 }, SECRET),
  },
  {
    file: "open.md",
    seenIn: [0, 2],
    source: report(
      { title: "Open Questions", author: "Mara Quist", tlp: "CLEAR", year: 2019 },
      `${AMBER}\n\n${PIPELINE}`,
    ),
  },
  {
    file: "zz-zarqanite.md",
    seenIn: [],
    source: report(
      { title: "Zarqanite Banks", author: "Ottoline Strakosh", tlp: "TLP:RED", year: 2026 },
      SECRET,
    ),
  },
];

const ALIASES = "- [JHC, harbour board]\n- [Zarqanite, Zarqan, Huldraform]\n- [Baku, Azerbaijan]\n";

/** A folder with all files, or with those only that may be seen in a view. */
export function writeFolder(view?: number): string {
  const folder = mkdtempSync(join(tmpdir(), "ibid-hidden-"));
  writeFileSync(join(folder, "aliases.yaml"), ALIASES);
  for (const { file, seenIn, source } of FILES)
    if (view === undefined || seenIn.includes(view)) writeReport(folder, file, source);
  return folder;
}

export function writeReport(folder: string, file: string, source: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), source);
}

/** What happens to hidden reports while the bot serves: one is changed, one is added, one is taken away and comes back. */
export function hiddenChange(step: number): Readonly<{ file: string; source: string }> {
  const facts = { title: "Harbours of the North: Annex", author: "Ada Morrow", tlp: "TLP:RED", year: 2026 };
  const files = ["aa-annex.md", "ac-more.md", "iran/financiers.md", "zz-zarqanite.md"];
  return {
    file: files[step % files.length] ?? "aa-annex.md",
    source: report(
      facts,
      `${SECRET}\n\nIn revision ${step} the Zarqanite bank has ${step} branches in Batumi.`,
    ),
  };
}
