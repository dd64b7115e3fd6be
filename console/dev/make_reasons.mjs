// src/words/reason_forms.json from the report's sentences, so that console and report say the same. With --check: is it current?
import fs from 'node:fs';

const source = (name) => fs.readFileSync(new URL(`../../src/workbench/report/${name}`, import.meta.url), 'utf8').replace(/^\s*\/\/.*$/gm, '');
const made = new URL('../src/words/reason_forms.json', import.meta.url);

// A pair of C++ string literals in braces; neighbouring literals are one.
function pairs(block) {
  const literal = /"((?:[^"\\]|\\.)*)"/gs;
  const out = [];
  for (const [, en, zh] of block.matchAll(/\{((?:\s*"(?:[^"\\]|\\.)*")+)\s*,((?:\s*"(?:[^"\\]|\\.)*")+)\s*\}/gs)) {
    const joined = (text) => [...text.matchAll(literal)].map((m) => JSON.parse(`"${m[1]}"`)).join('');
    out.push([joined(en), joined(zh)]);
  }
  return out;
}

const [forms, phrases] = source('reason_forms.hpp').split(/\breason_phrases\s*=/);
const rules = pairs(source('rule_forms.hpp'));
const text = JSON.stringify({ forms: pairs(forms), phrases: pairs(phrases + '}'), rules }, null, 1) + '\n';

if (!process.argv.includes('--check')) fs.writeFileSync(made, text);
else if (!fs.existsSync(made) || fs.readFileSync(made, 'utf8') !== text) {
  console.error('src/words/reason_forms.json is not what reason_forms.hpp and rule_forms.hpp say: run `npm run reasons`.');
  process.exit(1);
}
