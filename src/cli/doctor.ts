// What `ibid doctor` looks at, in the order in which a start needs it.

import { createPlatforms } from "#app/platforms.ts";
import { type Config, parseConfig } from "#config.ts";
import { messageOf } from "#domain/errors.ts";
import type { Finding } from "#domain/finding.ts";
import type { Log } from "#domain/log.ts";
import type { Diagnosis } from "#domain/platform.ts";
import { paragraphsOf } from "#domain/report.ts";
import { examineClock, examineStore, examineZones } from "#operations/checks.ts";
import { loadFolder } from "#reports/folder.ts";

/** Goes on after a finding: everything that is wrong is told at once. Only settings that cannot be read hide the rest. */
export async function examine(
  environment: Readonly<Record<string, string | undefined>>,
  now: () => Date,
): Promise<readonly Finding[]> {
  let config: Config;
  try {
    config = parseConfig(environment);
  } catch (error) {
    return [
      failed(
        "settings",
        error,
        "mend them in .env or the environment (the README lists all), then look again: nothing else was examined",
      ),
    ];
  }
  const { findings, times } = await examinePlatforms(config);
  return [
    { level: "ok", about: "settings", what: "every variable can be read" },
    ...(await examineKnowledge(config.IBID_KNOWLEDGE)),
    await examineStore(config.IBID_DATA, now()),
    examineClock(now(), times),
    examineZones(),
    ...findings,
  ];
}

async function examineKnowledge(folder: string): Promise<readonly Finding[]> {
  const about = "knowledge";
  try {
    const { library, oddities } = await loadFolder(folder);
    const paragraphs = library.reports.flatMap(paragraphsOf).length;
    const what = `${library.reports.length} reports, ${paragraphs} paragraphs`;
    const warnings = oddities.filter(({ level }) => level === "warning").length;
    const errors = oddities.filter(({ level }) => level === "error");
    return [
      warnings === 0
        ? { level: "ok", about, what }
        : { level: "warning", about, what: `${what}, ${warnings} warnings`, remedy: "see `ibid check`" },
      ...errors.map(
        ({ file, what: wrong, treatment }): Finding => ({
          level: "error",
          about,
          what: `${file}: ${wrong}`,
          remedy: treatment,
        }),
      ),
    ];
  } catch (error) {
    return [failed(about, error, "put a Markdown or text file into the folder")];
  }
}

type Examined = Readonly<{ findings: readonly Finding[]; times: readonly Date[] }>;

async function examinePlatforms(config: Config): Promise<Examined> {
  const about = "platforms";
  try {
    const { made } = createPlatforms(config, { log: quiet });
    if (made.length === 0) {
      const remedy = "set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or DISCORD_TOKEN";
      const what = "none is set up; only the console is served";
      return { findings: [{ level: "warning", about, what, remedy }], times: [] };
    }
    const all = await Promise.all(
      made.map(async (one): Promise<Diagnosis> => (await one.diagnose?.()) ?? { findings: [] }),
    );
    return {
      findings: all.flatMap(({ findings }) => findings),
      times: all.flatMap(({ time }) => time ?? []),
    };
  } catch (error) {
    return { findings: [failed(about, error, "the README tells where each token is found")], times: [] };
  }
}

const quiet: Log = () => undefined;

function failed(about: string, error: unknown, remedy: string): Finding {
  return { level: "error", about, what: messageOf(error), remedy };
}
