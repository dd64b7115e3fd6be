// src/api/contract.ts from schema/openapi.yaml. With --check: is it current?
import fs from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const contract = new URL('../../schema/openapi.yaml', import.meta.url);
const made = new URL('../src/api/contract.ts', import.meta.url);
const text = '// Made by `npm run api` from schema/openapi.yaml; not to be edited.\n\n' + astToString(await openapiTS(contract));

if (!process.argv.includes('--check')) fs.writeFileSync(made, text);
else if (!fs.existsSync(made) || fs.readFileSync(made, 'utf8') !== text) {
  console.error('src/api/contract.ts is not what schema/openapi.yaml says: run `npm run api`.');
  process.exit(1);
}
