// `npm run tool:soak -- web [--requests 100000] [--knowledge DIR]`: the reader pages of `npm start` get malformed requests, then a
// hundred good ones a second, alone and beside fifty questions a second in Slack.
import { parseArgs } from "node:util";
import { environmentFor } from "#test/platforms/slack/harness.ts";
import { createBrowserSession } from "#test/support/browser-session.ts";
import { setUpSignIn } from "#test/support/fakes/oauth.ts";
import { freePort, startProcess } from "#test/support/fakes/process.ts";
import { startSlack } from "#test/support/fakes/slack/server.ts";
import { watchEventLoop } from "#test/tools/soak/event-loop.ts";
import { composeKnowledge } from "#test/tools/soak/load/corpus.ts";
import { measurePages } from "./load.ts";
import { sendMalformed } from "./malformed.ts";

const { values } = parseArgs({
  options: { requests: { type: "string", default: "100000" }, knowledge: { type: "string" } },
});
const print = (line: string) => process.stdout.write(`${line}\n`);

const slack = await startSlack();
const { origin, port: webPort, environment } = await setUpSignIn("slack", slack.oauth);
const port = await freePort();
const ibid = await startProcess({
  ...environmentFor(slack),
  PORT: String(port),
  IBID_KNOWLEDGE: values.knowledge ?? (await composeKnowledge(4_000)),
  IBID_DEFAULT_CEILING: "TLP:RED",
  ...environment,
});
let hasEnded = false;
void ibid.exited.then(() => {
  hasEnded = true;
});

const browser = createBrowserSession();
const back = await browser.answer(await browser.post(`${origin}/`), "Allow");
const cookie = (await browser.get(back)).headers.getSetCookie().at(-1)?.split(";")[0] ?? "";

const malformed = watchEventLoop(`http://127.0.0.1:${port}/metrics`);
const sent = await sendMalformed(webPort, Number(values.requests), cookie);
const stall = malformed.stop();
const alive = (await browser.get(`${origin}/`)).status === 200;
print(
  `${sent} malformed requests: ${hasEnded ? 1 : 0} exits, longest stall ${Math.round(stall)} ms, serves: ${alive}`,
);

const ratios: number[] = [];
for (let run = 0; run < 3; run++) {
  const { alone, beside, bytes } = await measurePages({ origin, cookie, slack });
  ratios.push(beside / alone);
  print(
    `pages, 100 a second: p99 ${alone.toFixed(1)} ms alone, ${beside.toFixed(1)} ms beside 50 questions a second; ${(bytes / 1000).toFixed(1)} kB a page`,
  );
}
const ratio = ratios.sort((a, b) => a - b)[1] ?? Number.NaN;
print(`beside against alone: ${ratios.map((one) => one.toFixed(2)).join(", ")}; median ${ratio.toFixed(2)}`);
const ended = hasEnded;
await ibid.stop();
await slack.stop();
if (ended || !alive || stall > 250 || !(ratio <= 3)) process.exitCode = 1;
