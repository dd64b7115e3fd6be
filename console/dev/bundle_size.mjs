// What a browser fetches, gzipped: all of it, and what the first view needs. Fails beyond the budget.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const budget = 400 * 1024;
const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const files = fs.readdirSync(dist, { recursive: true }).filter((name) => /\.(js|css|html)$/.test(name));
const sizes = files.map((name) => [name, gzipSync(fs.readFileSync(path.join(dist, name))).length]);
const sum = (list) => list.reduce((total, [, size]) => total + size, 0);
const html = fs.readFileSync(path.join(dist, 'index.html'), 'utf8');
const first = sizes.filter(([name]) => name === 'index.html' || html.includes(path.basename(name)) || /\/(en|overview|times|format)-/.test(name));

for (const [name, size] of sizes.sort((a, b) => b[1] - a[1])) console.log(String(size).padStart(8), name);
console.log(`all ${(sum(sizes) / 1024).toFixed(1)} KiB, first view ${(sum(first) / 1024).toFixed(1)} KiB, budget ${budget / 1024} KiB (gzip)`);
process.exit(sum(sizes) > budget ? 1 : 0);
