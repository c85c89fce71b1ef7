// node check.js KINDS-SCHEMA.json RENDERED.yaml…: every resource has only members that the Kubernetes API knows, of the right types.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { loadAll } from 'js-yaml';

const [schemaFile, ...files] = process.argv.slice(2);
const schema = JSON.parse(readFileSync(schemaFile, 'utf8'));
const kinds = schema.definitions.Kinds.properties;
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema(schema, 'kinds');

let checked = 0;
let faults = 0;
const foreign = new Set();
for (const file of files) {
  for (const resource of loadAll(readFileSync(file, 'utf8'))) {
    if (!kinds[resource.kind]) {
      foreign.add(resource.kind);
      continue;
    }

    const validate = ajv.compile({ $ref: `kinds${kinds[resource.kind].$ref}` });
    checked++;
    if (!validate(resource)) {
      faults++;
      for (const error of validate.errors) console.error(`${file}: ${resource.kind} ${resource.metadata.name}${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
    }
  }
}

console.log(`${checked} resources, ${faults} faulty${foreign.size ? `; not checked, kinds of operators: ${[...foreign].join(' ')}` : ''}`);
process.exit(faults === 0 && checked > 0 ? 0 : 1);
