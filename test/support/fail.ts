// Preloaded with `--import`: no folder can be read, and the error repeats every secret.
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

fs.readdir = (async () => {
  throw new Error(
    ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DISCORD_TOKEN"].map((name) => process.env[name]).join(" "),
  );
}) as typeof fs.readdir;
syncBuiltinESMExports();
