// `npm run tool:soak -- outage [--platform slack --questions 30 --seconds 60]`
import { parseArgs } from "node:util";
import { type Name, surviveOutages } from "./outage.ts";

const { values } = parseArgs({
  options: {
    platform: { type: "string" },
    questions: { type: "string", default: "30" },
    seconds: { type: "string", default: "60" },
  },
});

const names: readonly Name[] = (["slack", "discord"] as const).filter(
  (name) => values.platform === undefined || values.platform === name,
);
for (const name of names) {
  const plan = { questions: Number(values.questions), seconds: Number(values.seconds) };
  const fates = await surviveOutages(name, plan);
  process.stdout.write(`${name} away, ${values.seconds} s each time: ${JSON.stringify(fates)}\n`);
  if (fates.lost + fates.doubled > 0) process.exitCode = 1;
}
