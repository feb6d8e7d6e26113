// Where the process begins: what takes long to load is begun first.
import "./compile-cache.js";

const { startAhead } = await import("#reports/reader.ts");
startAhead();
await import("./command-line.ts");
