// A process of its own that opens the store and claims a row of events: prints those that it was the first to see.

import { createInbox } from "#store/inbox.ts";
import { openStore } from "#store/store.ts";

const [folder = "", count = "0"] = process.argv.slice(2);
const { database, close } = await openStore(folder);
const inbox = createInbox(database, { owner: String(process.pid), now: () => new Date() });
const first: number[] = [];
for (let event = 0; event < Number(count); event++)
  if (await inbox.claim([`event:${event}`, `message:${event}`], "")) first.push(event);
await close();
process.stdout.write(JSON.stringify(first));
