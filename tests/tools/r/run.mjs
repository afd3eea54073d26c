// Runs a script in R and prints what it prints: node run.mjs script.R, with PORTAL and TOKEN in the environment.
// A failure of the script is printed as R words it, and ends this program with 1.
import { readFile } from "node:fs/promises";
import process from "node:process";
import { WebR } from "webr";

const r = new WebR({ interactive: false });
await r.init();
for (const name of ["PORTAL", "TOKEN"]) {
  await r.evalRVoid(`Sys.setenv(${name} = value)`, { env: { value: process.env[name] ?? "" } });
}
const shelter = await new r.Shelter();
let failed = 0;
try {
  const { output } = await shelter.captureR(await readFile(process.argv[2], "utf-8"));
  for (const { type, data } of output) if (typeof data === "string") (type === "stdout" ? console.log : console.error)(data);
} catch (refusal) {
  console.error(refusal.message);
  failed = 1;
}
process.exit(failed);
