// npm run tool:import -- layouts | hostile. See README.md beside this file.
import { importHostileFiles } from "./hostile.ts";
import { setLayouts } from "./set-layouts.ts";

const [job] = process.argv.slice(2);
if (job === "layouts") await setLayouts();
else if (job === "hostile") await importHostileFiles();
else {
  process.stderr.write("tool:import takes layouts or hostile.\n");
  process.exitCode = 2;
}
