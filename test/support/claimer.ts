// A program of its own: opens the store in a folder, claims a number of events, and prints those that it claimed first.
import { createInbox } from "#store/inbox.ts";
import { openStore } from "#store/store.ts";

const [folder = "", count = "0"] = process.argv.slice(2);
const { database, close } = await openStore(folder);
const inbox = createInbox(database, { owner: String(process.pid), now: () => new Date() });
const first: number[] = [];
for (let event = 0; event < Number(count); event++) {
  const claim = () => inbox.claim([`event:${event}`, `message:${event}`], "");
  // Where others hold the disk up, a claim may be given up. It has then stored nothing.
  if (await claim().catch(claim).catch(claim)) first.push(event);
}
await close();
process.stdout.write(JSON.stringify(first));
