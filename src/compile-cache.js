// Loaded before all else, and plain JavaScript: what is read before the compile cache is there is compiled anew each time, and
// a first file of TypeScript would load the compiler for it. Where no cache can be written all works without.
import { enableCompileCache } from "node:module";

enableCompileCache();
