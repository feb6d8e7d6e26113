// A case of the contract, and the steps that its cases are made of.
import { expect } from "vitest";
import { type Library, paragraphsOf } from "#domain/report.ts";
import { loadFolder } from "#reports/folder.ts";
import type { Capability, Event, Harness, View } from "#test/platforms/harness.ts";

export type Case = Readonly<{
  title: string;
  /** Skipped, by name, on a platform without one of these. */
  needs?: readonly Capability[];
  /** `knowledge`: the folder of reports that the process serves. */
  run(harness: Harness, knowledge: string): Promise<void>;
}>;

export const QUESTION = "What would be a red line for Iran's parliament?";
/** The paragraph that answers it, by its number in the first report. */
export const ANSWERED_BY = 4;
const SENTENCE =
  /^Iran's parliament indicated that any change in the borders would be a red line; .*Caucasus\.\.\."$/u;
const CITATION = /Baffa, "Iran-Azerbaijan: .*" \(The Cambridge Security Initiative, .*para\. 4 of 17/u;
/** The error id in a reply that apologises. */
export const ERROR_ID = /Log entry: ([0-9a-f]{4})/u;

/** The next reply after `act`. */
export async function replyTo(harness: Harness, act: () => Event): Promise<View> {
  const before = harness.views().length;
  const event = act();
  await harness.until(() => harness.views().length > before && event.acknowledged());
  return viewAt(harness, before);
}

export function viewAt(harness: Harness, index: number): View {
  const view = harness.views().at(index);
  if (view === undefined) throw new Error("nothing was posted");
  return view;
}

/** All replies after `act`. The process is stopped, so that it finishes everything, and started again. */
export async function allRepliesTo(harness: Harness, act: () => readonly Event[]): Promise<readonly View[]> {
  const before = harness.views().length;
  const events = act();
  await harness.until(() => events.every((event) => event.acknowledged()));
  const exitCode = await harness.stop();
  await harness.start();
  expect(exitCode).toBe(0);
  return harness.views().slice(before);
}

let library: Promise<Library> | undefined;

/** The text of a paragraph of the first report, by its number from 1. */
export async function paragraph(ordinal: number): Promise<string> {
  library ??= loadFolder("knowledge").then((loaded) => loaded.library);
  const [report] = (await library).reports;
  const found = report === undefined ? undefined : paragraphsOf(report)[ordinal - 1];
  if (found === undefined) throw new Error(`the first report has no paragraph ${ordinal}`);
  return found.text;
}

/** The answer to QUESTION: quotation, marked sentence and citation, without a ping or a link. */
export async function expectAnswer(view: View): Promise<void> {
  expect(view.quotes).toEqual([await paragraph(ANSWERED_BY)]);
  expect(view.marked).toEqual([expect.stringMatching(SENTENCE)]);
  expect(view.words).toMatch(CITATION);
  expect({ links: view.links, pings: view.pings }).toEqual({ links: [], pings: 0 });
}
