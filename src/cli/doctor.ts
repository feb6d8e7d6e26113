// What `ibid doctor` checks, in the order in which a start needs it, and how it prints the results.

import { createPlatforms } from "#app/platforms.ts";
import { type Config, parseConfig, variables } from "#config.ts";
import { type CheckResult, isNotLoaded } from "#domain/diagnostic.ts";
import { messageOf } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Diagnosis, Platform } from "#domain/platform.ts";
import { paragraphsOf } from "#domain/report.ts";
import { checkClock, checkStore, checkTimeZones } from "#operations/checks.ts";
import { loadFolder } from "#reports/folder.ts";
import { openStore } from "#store/store.ts";
import { nearest } from "#text/nearest.ts";
import { plural } from "#text/plural.ts";
import { checkAccess } from "./doctor-access.ts";

/** Goes on after an error, so that all problems are reported at once. Only settings that cannot be read hide the rest. */
export async function runDoctor(
  environment: Readonly<Record<string, string | undefined>>,
  now: () => Date,
): Promise<readonly CheckResult[]> {
  let config: Config;
  try {
    config = parseConfig(environment);
  } catch (error) {
    return [failed("settings", error, SETTINGS_HINT)];
  }
  const { results, times, platforms } = await checkPlatforms(config);
  return [
    { severity: "ok", about: "settings", message: "every variable can be read" },
    ...unknownVariables(environment),
    ...(await checkKnowledge(config.IBID_KNOWLEDGE)),
    await checkStore(config.IBID_DATA, now()),
    checkClock(now(), times),
    checkTimeZones(),
    ...results,
    ...(await checkChannels(config.IBID_DATA, platforms)),
  ];
}

/** Variables that only look like settings, probably because of a typo. */
function unknownVariables(environment: Readonly<Record<string, string | undefined>>): readonly CheckResult[] {
  const known = Object.keys(variables);
  return Object.keys(environment)
    .filter((name) => name.startsWith("IBID_") && !known.includes(name))
    .map((name): CheckResult => {
      const meant = nearest(name, known);
      const hint =
        meant === undefined ? "remove it; docs/operating.md lists all settings" : `did you mean ${meant}?`;
      return {
        severity: "warning",
        about: "settings",
        message: `there is no variable ${name}, so it is ignored`,
        hint,
      };
    });
}

/** Nothing when the store cannot be opened: that is a result of its own. */
async function checkChannels(
  folder: string,
  platforms: readonly Platform[],
): Promise<readonly CheckResult[]> {
  const store = await openStore(folder).catch(() => undefined);
  if (store === undefined) return [];
  return checkAccess({ database: store.database, platforms }).finally(store.close);
}

const SETTINGS_HINT =
  "fix them in .env or the environment (docs/operating.md lists all), then run doctor again; nothing else was checked";

async function checkKnowledge(folder: string): Promise<readonly CheckResult[]> {
  const about = "knowledge";
  try {
    const { library, diagnostics } = await loadFolder(folder);
    const paragraphs = library.reports.flatMap(paragraphsOf).length;
    const loaded = `${plural(library.reports.length, "report")}, ${plural(paragraphs, "paragraph")}`;
    const warnings = diagnostics.filter((one) => one.severity === "warning" && !isNotLoaded(one)).length;
    const errors = diagnostics.filter(isNotLoaded);
    return [
      warnings === 0
        ? { severity: "ok", about, message: loaded }
        : {
            severity: "warning",
            about,
            message: `${loaded}, ${plural(warnings, "warning")}`,
            hint: "see `ibid check`",
          },
      ...errors.map(
        ({ severity, file, message, hint }): CheckResult => ({
          severity: severity === "error" ? "error" : "warning",
          about,
          message: `${file}: ${message}`,
          hint,
        }),
      ),
    ];
  } catch (error) {
    return [failed(about, error, "put a Markdown or text file into the folder")];
  }
}

/** `times`: what the platforms' clocks said. */
type PlatformChecks = Readonly<{
  results: readonly CheckResult[];
  times: readonly Date[];
  platforms: readonly Platform[];
}>;

async function checkPlatforms(config: Config): Promise<PlatformChecks> {
  const about = "platforms";
  try {
    const { all } = createPlatforms(config, { log: silent });
    if (all.length === 0) {
      const message = "neither Slack nor Discord is configured; only the console can be used";
      const hint = "set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or DISCORD_TOKEN";
      return { results: [{ severity: "warning", about, message, hint }], times: [], platforms: [] };
    }
    const diagnoses = await Promise.all(
      all.map(async (platform): Promise<Diagnosis> => (await platform.diagnose?.()) ?? { results: [] }),
    );
    return {
      results: diagnoses.flatMap(({ results }) => results),
      times: diagnoses.flatMap(({ time }) => time ?? []),
      platforms: all,
    };
  } catch (error) {
    return {
      results: [failed(about, error, "the README says where each token is found")],
      times: [],
      platforms: [],
    };
  }
}

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

function failed(about: string, error: unknown, hint: string): CheckResult {
  return { severity: "error", about, message: messageOf(error), hint };
}

/** One line a result with its hint under it, and at the end how many errors and warnings there are. */
export function renderResults(results: readonly CheckResult[]): string {
  const lines = results.flatMap(({ severity, about, message, hint }) => [
    `${severity.padEnd(8)}${about}: ${message.replace(/\n\s*/gu, "\n          ")}`,
    ...(hint === undefined ? [] : [`        → ${hint}`]),
  ]);
  const count = (wanted: "error" | "warning") => {
    const found = results.filter(({ severity }) => severity === wanted).length;
    return found === 0 ? `no ${wanted}s` : plural(found, wanted);
  };
  return [...lines, `${count("error")}, ${count("warning")}`].join("\n");
}
