// What `ibid doctor` looks at, in the order in which a start needs it.

import { createPlatforms } from "#app/platforms.ts";
import { type Config, parseConfig } from "#config.ts";
import type { CheckResult } from "#domain/diagnostic.ts";
import { messageOf } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Diagnosis } from "#domain/platform.ts";
import { paragraphsOf } from "#domain/report.ts";
import { checkClock, checkStore, checkTimeZones } from "#operations/checks.ts";
import { loadFolder } from "#reports/folder.ts";

/** Goes on after a finding: everything that is wrong is told at once. Only settings that cannot be read hide the rest. */
export async function runDoctor(
  environment: Readonly<Record<string, string | undefined>>,
  now: () => Date,
): Promise<readonly CheckResult[]> {
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
  const { results, times } = await examinePlatforms(config);
  return [
    { severity: "ok", about: "settings", message: "every variable can be read" },
    ...(await examineKnowledge(config.IBID_KNOWLEDGE)),
    await checkStore(config.IBID_DATA, now()),
    checkClock(now(), times),
    checkTimeZones(),
    ...results,
  ];
}

async function examineKnowledge(folder: string): Promise<readonly CheckResult[]> {
  const about = "knowledge";
  try {
    const { library, diagnostics } = await loadFolder(folder);
    const paragraphs = library.reports.flatMap(paragraphsOf).length;
    const what = `${library.reports.length} reports, ${paragraphs} paragraphs`;
    const warnings = diagnostics.filter(({ severity: level }) => level === "warning").length;
    const errors = diagnostics.filter(({ severity: level }) => level === "error");
    return [
      warnings === 0
        ? { severity: "ok", about, message: what }
        : { severity: "warning", about, message: `${what}, ${warnings} warnings`, hint: "see `ibid check`" },
      ...errors.map(
        ({ file, message: wrong, hint: treatment }): CheckResult => ({
          severity: "error",
          about,
          message: `${file}: ${wrong}`,
          hint: treatment,
        }),
      ),
    ];
  } catch (error) {
    return [failed(about, error, "put a Markdown or text file into the folder")];
  }
}

type Examined = Readonly<{ results: readonly CheckResult[]; times: readonly Date[] }>;

async function examinePlatforms(config: Config): Promise<Examined> {
  const about = "platforms";
  try {
    const { made } = createPlatforms(config, { log: quiet });
    if (made.length === 0) {
      const remedy = "set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or DISCORD_TOKEN";
      const what = "none is set up; only the console is served";
      return { results: [{ severity: "warning", about, message: what, hint: remedy }], times: [] };
    }
    const all = await Promise.all(
      made.map(async (one): Promise<Diagnosis> => (await one.diagnose?.()) ?? { results: [] }),
    );
    return {
      results: all.flatMap(({ results }) => results),
      times: all.flatMap(({ time }) => time ?? []),
    };
  } catch (error) {
    return { results: [failed(about, error, "the README tells where each token is found")], times: [] };
  }
}

const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

function failed(about: string, error: unknown, remedy: string): CheckResult {
  return { severity: "error", about, message: messageOf(error), hint: remedy };
}
