// A TLP:RED report that stands beside the others wherever tests run a whole process. Every part of it has a recognisable word,
// a canary, and the servers that stand in for the platforms fail the test run when one of them is sent to them.
import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const CANARY = "redcanary";

// The words of the other report are in it too, so that questions about that one find it, if anything does.
const SOURCE = `---
title: "${CANARY}title: Iran-Azerbaijan"
authors: [Richard C. Baffa, Ada ${CANARY}author]
publisher: ${CANARY}publisher
published: 2026-11
url: https://${CANARY}url.example/report
tlp: TLP:RED
note: ${CANARY}note
---

# Tehran's Concerns of the ${CANARY}heading

Iran's parliament would call a change of the borders in the Caucasus a red line, says the ${CANARY}text.

# Implications

We judge that tensions between Iran and Azerbaijan will continue, and the ${CANARY}judgement will likely escalate them.
`;

/** A copy of the checkout's folder of reports with the red report in it. */
export function knowledgeWithRedReport(): string {
  const folder = mkdtempSync(join(tmpdir(), "knowledge-"));
  cpSync("knowledge", folder, { recursive: true });
  writeFileSync(join(folder, `a-${CANARY}-file.md`), SOURCE);
  return folder;
}

/** `sent`: what a platform has received. With anything red in it the test run fails, whatever the test is about. */
export function refuseRedReport(sent: unknown): void {
  const text = typeof sent === "string" ? sent : JSON.stringify(sent);
  if (text?.toLowerCase().includes(CANARY) !== true) return;
  // Thrown in the server it would only be a failed request, which the process may try again.
  setImmediate(() => {
    throw new Error(`a word of a TLP:RED report was sent: ${text}`);
  });
}
