// The whole story, walked in a real browser over a real `davy serve`: logging in, filing in the register, a case that a live capture opens,
// evidence, a second person, closing, the zero report.
//   node tests/story.mjs SITE FIRST-PASSWORD FOLDER REGISTER.csv
// Says "traffic" on standard output when packets are to be sent. Leaves a picture of each step in FOLDER, in both languages, and the zero
// report as zero.json; ends with 1 at the first thing that a person could not do, and on every error that the browser reports.
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [site, first, folder, register] = process.argv.slice(2);
const password = 'a long enough password';
const patience = { timeout: 60000 };
const complaints = [];
let step = 0;

// The browser says of each answer that is no success that it failed; asking who is logged in before anybody is is one.
const expected = (text) => /status of 401/.test(text);

async function visitor(browser) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  const page = await context.newPage();
  page.on('console', (m) => m.type() === 'error' && !expected(m.text()) && complaints.push(m.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.setDefaultTimeout(patience.timeout);
  return page;
}

// As it is, and then in the other language.
async function picture(page, name) {
  step += 1;
  const file = (language) => path.join(folder, `${String(step).padStart(2, '0')}_${name}.${language}.png`);
  await page.waitForTimeout(400);
  await page.screenshot({ path: file('en'), fullPage: true });
  for (const language of ['zh-Hans', 'en']) {
    await page.evaluate((code) => localStorage.setItem('davy-language', code), language);
    await page.reload();
    await page.locator('h1').first().waitFor();
    if (language === 'en') continue;
    await page.waitForTimeout(800);
    await page.screenshot({ path: file('zh'), fullPage: true });
  }
}

async function logIn(page, name, old) {
  await page.goto(`${site}/`);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(old);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByLabel('Present password').fill(old);
  await page.getByLabel('New password', { exact: true }).fill(password);
  await page.getByLabel('New password, again').fill(password);
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByRole('navigation').first().waitFor();
}

async function ask(page, method, address, body) {
  const session = await (await page.request.get(`${site}/api/v1/session`)).json();
  const answer = await page.request.fetch(`${site}/api/v1${address}`, {
    method,
    data: body,
    headers: { 'X-Davy-Token': session.token },
  });
  if (!answer.ok()) throw new Error(`${method} ${address}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
}

// A button of the case, its dialog, and what is written into it.
async function act(page, action, text, element) {
  await page.getByRole('button', { name: action, exact: true }).click();
  const dialog = page.getByRole('dialog');
  if (element) await dialog.getByLabel('Element').selectOption({ label: element });
  if (text) await dialog.getByRole('textbox').fill(text);
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'hidden' });
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] });
try {
  const admin = await visitor(browser);
  await logIn(admin, 'admin', first);
  for (const role of ['analyst', 'approver', 'auditor'])
    await ask(admin, 'POST', '/users', { name: role, role, password: `first of ${role} here` });
  await admin.goto(`${site}/register`);
  await admin.getByRole('tab', { name: 'Import' }).click();
  await admin.locator('input[type=file]').setInputFiles(register);
  await admin.getByRole('button', { name: 'Import', exact: true }).click();
  await admin.getByText(/rows? (was|were) taken/).waitFor();
  await admin.reload();
  await picture(admin, 'register');

  const analyst = await visitor(browser);
  await logIn(analyst, 'analyst', 'first of analyst here');
  await picture(analyst, 'overview_before');
  console.log('traffic');
  // Nobody reloads the page: that there is news comes by itself, and the reader decides when to see it.
  await analyst.goto(`${site}/cases`);
  await analyst.getByRole('button', { name: 'Show them' }).click();
  await analyst.locator('a[href^="/cases/"]').first().waitFor();
  await picture(analyst, 'cases');
  await analyst.locator('a[href^="/cases/"]').first().click();
  await act(analyst, 'Take the case');
  await act(analyst, 'Add evidence', 'host 10.25.9.223, room 214, inventory 3-1187', 'Device');
  await act(analyst, 'Add evidence', 'the conversation on the wire, see the finding', 'Record of pool access');
  await act(analyst, 'Ask to close', 'the student removed it; re-checked on site');
  await analyst.getByText('the student removed it; re-checked on site').first().waitFor();
  await picture(analyst, 'case_waits');
  if (await analyst.getByRole('button', { name: 'Approve', exact: true }).count())
    throw new Error('who asked to close may approve');
  const address = new URL(analyst.url()).pathname;

  const approver = await visitor(browser);
  await logIn(approver, 'approver', 'first of approver here');
  await approver.goto(site + address);
  await act(approver, 'Approve', 'seen on site');
  await approver.getByRole('button', { name: 'Approve', exact: true }).waitFor({ state: 'hidden' });
  await picture(approver, 'case_closed');
  for (const view of ['', 'findings', 'coverage', 'account']) {
    await analyst.goto(`${site}/${view}`);
    await picture(analyst, view || 'overview');
  }
  await analyst.goto(`${site}/findings`);
  await analyst.locator('a[href^="/findings/"]').first().click();
  await picture(analyst, 'subject');
  await admin.goto(`${site}/settings`);
  await picture(admin, 'settings');
  const auditor = await visitor(browser);
  await logIn(auditor, 'auditor', 'first of auditor here');
  await auditor.goto(`${site}/audit`);
  await auditor.getByText('The chain holds').first().waitFor();
  await picture(auditor, 'audit');

  const hour = 3600 * 1000;
  const at = (t) => encodeURIComponent(`${new Date(t).toISOString().slice(0, 19)}Z`);
  const report = await ask(approver, 'GET', `/report/zero?from=${at(Date.now() - 24 * hour)}&to=${at(Date.now() + hour)}`);
  fs.writeFileSync(path.join(folder, 'zero.json'), JSON.stringify(report));
} catch (error) {
  complaints.push(String(error));
  for (const [i, context] of browser.contexts().entries())
    for (const page of context.pages())
      await page.screenshot({ path: path.join(folder, `failed_${i}.png`), fullPage: true }).catch(() => {});
}
await browser.close();
if (complaints.length > 0) {
  console.error([...new Set(complaints)].join('\n'));
  process.exit(1);
}
console.log('walked');
