// Where the process begins: what takes long to load is begun first. From here on code comes from Node's compile cache, where
// an earlier run left one; where none can be written, all works as it would without.
import { enableCompileCache } from "node:module";

enableCompileCache();
const { startAhead } = await import("#reports/reader.ts");
startAhead();
await import("./command-line.ts");
