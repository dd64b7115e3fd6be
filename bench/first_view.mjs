// How long a person waits for the first view of the console, in a real browser that has none of it yet.
//
//   node bench/first_view.mjs DAVY [ROUNDS]
//
// `davy serve` over the findings of examples/campus.pcapng, on loopback. Each round is a new context of one Chromium: nothing is cached.
// From asking for the address to the heading, and to all of the overview; beside it a page that has a heading and no script, which is what the
// browser takes for itself.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '../console/node_modules/playwright-core/index.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const davy = resolve(process.argv[2] ?? 'build/release/davy');
const rounds = Number(process.argv[3] ?? 9);
const password = 'a long enough password';

const median = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];

async function serve(folder) {
  const store = join(folder, 'davy.db');
  const env = { ...process.env, XDG_STATE_HOME: folder };
  spawnSync(davy, ['inspect', '--quiet', '--store', store, '--sensor', 'border', join(root, 'examples/campus.pcapng')], { env });
  const server = spawn(davy, ['serve', '--store', store, '--console', join(root, 'console/dist'), '--listen', '127.0.0.1:0'], { env });
  let said = '';
  for await (const part of server.stdout) {
    said += part;
    const site = /serves (\S+)\//.exec(said)?.[1];
    const first = /admin, (\w+)/.exec(said)?.[1];
    if (site && first) return { server, site, first };
  }
  throw new Error(`davy serve ended: ${said}`);
}

// A session whose first password was changed, as the browser keeps it.
async function logIn(browser, site, first) {
  const context = await browser.newContext();
  const asked = await context.request.post(`${site}/api/v1/session`, { data: { name: 'admin', password: first } });
  const { token } = await asked.json();
  const headers = { 'X-Davy-Token': token };
  const changed = await context.request.put(`${site}/api/v1/session/password`, { headers, data: { old_password: first, new_password: password } });
  if (!changed.ok()) throw new Error(await changed.text());
  return context.storageState();
}

async function once(browser, address, storageState, last) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, storageState });
  const page = await context.newPage();
  const began = performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  await page.locator('h1').first().waitFor();
  const heading = performance.now() - began;
  if (last) await last(page).waitFor();
  const whole = performance.now() - began;
  await context.close();
  return { heading, whole };
}

async function measured(browser, address, state, last) {
  await once(browser, address, state, last); // the browser's own first time
  const times = [];
  for (let round = 0; round < rounds; ++round) times.push(await once(browser, address, state, last));
  const tell = (name) => {
    const of = times.map((time) => time[name]);
    return `${median(of).toFixed(0)} ms (${Math.min(...of).toFixed(0)} to ${Math.max(...of).toFixed(0)})`;
  };
  return { heading: tell('heading'), whole: tell('whole') };
}

const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);
const folder = mkdtempSync(join(tmpdir(), 'davy-view-'));
const empty = createServer((_, answer) => answer.end('<!doctype html><title>empty</title><h1>empty</h1>')).listen(0, '127.0.0.1');
const { server, site, first } = await serve(folder);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
try {
  const state = await logIn(browser, site, first);
  const view = await measured(browser, `${site}/`, state, (page) => page.locator('h2').nth(2));
  const floor = await measured(browser, `http://127.0.0.1:${empty.address().port}/`, undefined, null);
  console.log(`first view, median of ${rounds} (least to most):`);
  console.log(`  heading          ${view.heading}`);
  console.log(`  whole overview   ${view.whole} (aim 1000 ms)`);
  console.log(`  an empty page    ${floor.heading}`);
} finally {
  await browser.close();
  server.kill('SIGTERM');
  empty.close();
  rmSync(folder, { recursive: true, force: true });
}
