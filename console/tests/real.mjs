// Walks the console of a real `davy serve` as people would: first login, new password, findings, a case closed by two.
//   node tests/real.mjs http://127.0.0.1:8443 FIRST-PASSWORD FOLDER
// Leaves a picture of each step in FOLDER, in both languages; fails on every error that the browser reports.
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [site, first, folder] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node tests/real.mjs SITE FIRST-PASSWORD FOLDER');
  process.exit(2);
}
fs.mkdirSync(folder, { recursive: true });
const password = 'a long enough password';
const complaints = [];

async function call(context, token, method, address, body) {
  const answer = await context.request.fetch(`${site}/api/v1${address}`, {
    method,
    data: body,
    headers: token ? { 'X-Davy-Token': token } : {},
  });
  if (!answer.ok()) throw new Error(`${method} ${address}: ${answer.status()} ${await answer.text()}`);
  return answer.status() === 204 ? null : answer.json();
}

async function person(browser, name, old) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const session = await call(context, '', 'POST', '/session', { name, password: old });
  await call(context, session.token, 'PUT', '/session/password', { old_password: old, new_password: password });
  return { context, token: session.token };
}

async function look(context, language, name, address) {
  const page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && complaints.push(`${name}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`${name}: ${error}`));
  await page.addInitScript((code) => localStorage.setItem('davy-language', code), language);
  await page.goto(site + address);
  await page.waitForLoadState('load');
  await page.locator('h1').first().waitFor({ timeout: 20000 });
  await page.waitForTimeout(800);
  await page.screenshot({ path: path.join(folder, `${name}.${language}.png`), fullPage: true });
  await page.close();
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const admin = await person(browser, 'admin', first);
for (const role of ['analyst', 'approver', 'auditor'])
  await call(admin.context, admin.token, 'POST', '/users', { name: role, role, password: `first of ${role} here` });
const analyst = await person(browser, 'analyst', 'first of analyst here');
const approver = await person(browser, 'approver', 'first of approver here');
const auditor = await person(browser, 'auditor', 'first of auditor here');
const subjects = (await call(analyst.context, '', 'GET', '/subjects?level=confirmed')).items;
const opened = await call(analyst.context, analyst.token, 'POST', '/cases', {
  subject_id: subjects[0].subject_id,
  reason: 'walked by the browser test',
});
const act = (who, body) => call(who.context, who.token, 'POST', `/cases/${opened.case_id}/actions`, body);
await act(analyst, { action: 'take' });
await act(analyst, { action: 'add_evidence', element: 'pool_access', text: 'the conversation, see the finding' });
await act(analyst, { action: 'close', text: 'cleaned and watched' });
const meters = (await call(analyst.context, '', 'GET', '/subjects?kind=meter')).items;
for (const language of ['en', 'zh-Hans']) {
  await look(analyst.context, language, 'overview', '/');
  await look(analyst.context, language, 'findings', '/findings');
  await look(analyst.context, language, 'subject', `/findings/${subjects[0].subject_id}`);
  if (meters.length > 0) await look(analyst.context, language, 'meter', `/findings/${meters[0].subject_id}`);
  await look(analyst.context, language, 'cases', '/cases');
  await look(approver.context, language, 'case', `/cases/${opened.case_id}`);
  await look(analyst.context, language, 'register', '/register');
  await look(analyst.context, language, 'coverage', '/coverage');
  await look(analyst.context, language, 'account', '/account');
  await look(auditor.context, language, 'audit', '/audit');
  await look(admin.context, language, 'settings', '/settings');
}
await act(approver, { action: 'approve', text: 'seen' });
await browser.close();
if (complaints.length > 0) {
  console.error([...new Set(complaints)].join('\n'));
  process.exit(1);
}
console.log(`walked; pictures in ${folder}`);
