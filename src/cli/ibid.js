#!/usr/bin/env node
// Where the program begins. Plain JavaScript, because whatever is loaded before the compile cache is on is compiled again
// at every start, and a first file in TypeScript would also load the type stripper for nothing.
import "#compile-cache.js";

// Reports are parsed in a thread of their own: it loads on another core while this one loads everything else.
const { startAhead } = await import("#reports/parser-thread.ts");
startAhead();
await import("./main.ts");
