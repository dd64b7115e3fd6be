// Walks all views of the console in a browser, in both languages, light and dark, wide and narrow; saves a picture of each;
// fails on what axe-core objects to and on every error that the browser reports.
//   node tests/look.mjs FOLDER [--only PART-OF-NAME] [--look LANGUAGE-SCHEME-WIDTH, or a part of it]
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node tests/look.mjs FOLDER [--only …] [--look …]');
  process.exit(2);
}
const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : '');
const only = option('--only');
const wanted_look = option('--look');
const port = 8791;
const site = `http://127.0.0.1:${port}`;
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const server_script = fileURLToPath(new URL('../dev/serve_example.mjs', import.meta.url));

// name, who looks, address, what is done before the picture
const views = [
  ['overview', 'analyst', '/'],
  ['findings', 'analyst', '/findings'],
  ['findings_filtered', 'analyst', '/findings?level=confirmed,probable&kind=host'],
  ['findings_no_match', 'analyst', '/findings?text=nothing-is-called-so'],
  ['subject_host', 'analyst', '/findings/1'],
  ['subject_attempt', 'viewer', '/findings/8'],
  ['subject_meter', 'analyst', '/findings/6'],
  ['subject_meter_filed', 'analyst', '/findings/11'],
  ['subject_system', 'analyst', '/findings/9'],
  ['subject_none', 'analyst', '/findings/999'],
  ['subject_open_case', 'analyst', '/findings/2', (page) => page.locator('.wide-narrow .mantine-Button-root').first().click()],
  ['cases_board', 'analyst', '/cases'],
  ['cases_list', 'analyst', '/cases?look=list&state=all'],
  ['case_overdue', 'analyst', '/cases/27'],
  ['case_second_person', 'approver', '/cases/29'],
  ['case_second_person_own', 'li.na', '/cases/29'],
  ['case_action', 'analyst', '/cases/31', (page) => page.locator('.panel .mantine-Button-root').nth(1).click()],
  ['case_closed', 'viewer', '/cases/22'],
  ['case_evidence', 'analyst', '/cases/31', (page) => evidence(page, true)],
  ['case_evidence_no_key', 'analyst', '/cases/31', (page) => evidence(page, false)],
  ['subject_exempt', 'analyst', '/findings/15'],
  ['notices', 'analyst', '/notices'],
  ['notices_viewer', 'viewer', '/notices'],
  ['notice', 'analyst', '/notices/4'],
  ['notice_overdue', 'viewer', '/notices/3'],
  ['notice_open_case', 'analyst', '/notices/4', (page) => page.locator('.item.open .mantine-Button-root').first().click()],
  ['notice_none', 'analyst', '/notices/999'],
  ['notice_new', 'analyst', '/notices/new'],
  ['notice_taken', 'analyst', '/notices/new', importNotice],
  ['register', 'analyst', '/register'],
  ['register_reconciliation', 'analyst', '/register?tab=reconciliation'],
  ['register_places', 'analyst', '/register?tab=places'],
  ['register_exemptions', 'analyst', '/register?tab=exemptions'],
  ['register_exemption_left', 'li.na', '/register?tab=exemptions&exemption=1'],
  ['register_exemption_ask', 'analyst', '/register?tab=exemptions', (page) => page.locator('.between .mantine-Button-root').click()],
  ['register_days', 'analyst', '/register?tab=days'],
  ['register_import', 'administrator', '/register?tab=import', importFile],
  ['system_new', 'analyst', '/register/systems/new', (page) => page.locator('form .mantine-Button-root').click()],
  ['system_new_refused', 'viewer', '/register/systems/new'],
  ['system_draft', 'analyst', '/register/systems/7'],
  ['system_submitted', 'li.na', '/register/systems/6'],
  ['system_submitted_own', 'approver', '/register/systems/6'],
  ['system_file', 'analyst', '/register/systems/11', (page) => page.locator('.buttons .mantine-Button-root').first().click()],
  ['system_operating', 'viewer', '/register/systems/2'],
  ['system_retired', 'analyst', '/register/systems/12'],
  ['system_none', 'analyst', '/register/systems/999'],
  ['coverage', 'analyst', '/coverage', (page) => page.locator('.strip').nth(1).hover({ position: { x: 60, y: 10 } })],
  ['coverage_zero', 'analyst', '/coverage', zeroReport],
  ['coverage_zero_nothing', 'analyst', '/coverage', (page) => zeroReport(page, 'Department of Geography')],
  ['account', 'analyst', '/account'],
  ['audit', 'auditor', '/audit'],
  ['audit_refused', 'analyst', '/audit'],
  ['settings', 'administrator', '/settings'],
  ['not_found', 'analyst', '/nowhere'],
  ['first_password', 'newcomer', '/'],
  ['login', null, '/login'],
];
const looks = ['en', 'zh']
  .flatMap((language) =>
    ['light', 'dark'].flatMap((scheme) => [1280, 390].map((width) => ({ language, scheme, width }))),
  )
  .filter(({ language, scheme, width }) => `${language}-${scheme}-${width}`.includes(wanted_look));

async function importFile(page) {
  await page.locator('input[type=file]').setInputFiles({ name: 'systems.csv', mimeType: 'text/csv', buffer: Buffer.from('system,status\n') });
  await page.locator('.panel button').last().click();
}

// Each picture's list has a name of its own: the same one twice is refused.
let lists = 0;
async function importNotice(page) {
  await page.locator('input[type=file]').setInputFiles({ name: `December ${++lists}.xlsx`, mimeType: '', buffer: Buffer.from('PK') });
  await page.locator('form button[type=submit]').click();
  await page.locator('.panel table').first().waitFor();
}

async function evidence(page, with_key) {
  const body = JSON.stringify({ status: 503, title: 'nothing can be signed: no key was given', remedy: 'start davy serve with --signing-key FILE' });
  if (!with_key) await page.route('**/evidence', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body }));
  await page.locator('.stack-8 .mantine-Button-root').last().click();
  await page.locator('.stack-8 .note').waitFor();
  await page.unroute('**/evidence');
  await page.locator('.stack-8').last().scrollIntoViewIfNeeded();
}

async function zeroReport(page, unit) {
  const panel = page.locator('.panel').last();
  if (unit) await panel.locator('select').selectOption(unit);
  await panel.locator('.mantine-Button-root').first().click();
  await panel.locator('.note').first().waitFor();
}

const complaints = [];
function complain(text) {
  complaints.push(text);
  console.error(text);
}

async function logIn(context, name) {
  await context.clearCookies();
  if (name) await context.addCookies([{ name: 'davy_session', value: name, url: site }]);
}

// What the view itself asks for in vain is part of its picture, not a fault.
const expected = (name, text) => (name === 'case_evidence_no_key' && /status of 503/.test(text)) || /_none|audit_refused|login/.test(name) && /status of (401|403|404)/.test(text);

// A dialog fills the window, and a list that goes on has no end to show.
const whole = (name, prepared) => !/^findings$|findings_filtered|^audit$/.test(name) && (!prepared || /register_import|system_new|coverage|notice_taken|case_evidence/.test(name));

async function look(page, name, view, { language, scheme, width }) {
  const label = `${name}-${language}-${scheme}-${width}`;
  const errors = [];
  const onConsole = (message) => message.type() === 'error' && !expected(name, message.text()) && errors.push(message.text());
  const onPageError = (error) => errors.push(String(error));
  page.on('console', onConsole);
  page.on('pageerror', onPageError);
  await page.goto(site + view[2], { waitUntil: 'load' });
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.mantine-Skeleton-root'), null, { timeout: 10_000 });
  if (view[3]) await view[3](page);
  await page.waitForTimeout(view[3] ? 350 : 120);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) errors.push(`the page is ${wide} px wider than the window`);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  for (const v of found.violations) errors.push(`axe ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).join(' | ')}`);
  await page.screenshot({ path: path.join(folder, `${label}.png`), fullPage: whole(name, view[3]) });
  page.off('console', onConsole);
  page.off('pageerror', onPageError);
  for (const error of errors) complain(`${label}: ${error}`);
}

async function printed(browser) {
  const context = await browser.newContext({ locale: 'en' });
  await logIn(context, 'analyst');
  const page = await context.newPage();
  for (const [name, address] of [['subject', '/findings/1'], ['case', '/cases/27'], ['system', '/register/systems/1'], ['notice', '/notices/4'], ['days', '/register?tab=days']]) {
    await page.goto(site + address);
    await page.locator('h2').first().waitFor();
    await page.waitForTimeout(300);
    // Chromium's own printing tells the page; a PDF made from outside does not.
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await page.pdf({ path: path.join(folder, `print_${name}.pdf`), format: 'A4', preferCSSPageSize: true });
  }
  await context.close();
}

async function keyboard(browser) {
  const context = await browser.newContext({ locale: 'en', viewport: { width: 1280, height: 900 } });
  await logIn(context, 'analyst');
  const page = await context.newPage();
  await page.goto(site);
  await page.locator('.needs a').first().waitFor();
  await page.keyboard.press('Tab');
  if (!(await page.evaluate(() => document.activeElement?.classList.contains('skip')))) complaints.push('keyboard: the skip link is not first');
  await page.locator('nav a[href="/findings"]').focus();
  await page.keyboard.press('Enter');
  await page.locator('h1', { hasText: 'Findings' }).waitFor();
  await page.waitForTimeout(100);
  if ((await page.evaluate(() => document.activeElement?.tagName)) !== 'H1') complaints.push('keyboard: the heading has not the focus after navigation');
  await page.locator('th button').first().focus();
  await page.keyboard.press('Enter');
  await page.locator('th[aria-sort="descending"] button').first().waitFor();
  if (!page.url().includes('order=probability')) complaints.push('keyboard: the column does not sort');
  await context.close();
}

// Findings with ten million behind them: three pages, and only rows in sight in the document.
async function manyRows(browser) {
  const context = await browser.newContext({ locale: 'en', viewport: { width: 1280, height: 900 } });
  await logIn(context, 'analyst');
  const page = await context.newPage();
  await page.goto(`${site}/findings`);
  for (let i = 0; i < 3; i++) {
    const more = page.getByRole('button', { name: /Load more/ });
    await more.scrollIntoViewIfNeeded();
    await more.click();
    await page.getByText(`${(i + 2) * 100} shown`).waitFor();
  }
  const rows = await page.locator('tbody tr:not(.fill)').count();
  if (rows > 80) complain(`many rows: ${rows} of 400 rows are in the document`);
  await page.mouse.wheel(0, -4000);
  await page.waitForTimeout(300);
  await page.screenshot({ path: path.join(folder, 'findings_many.png') });
  await context.close();
}

// Logs in, approves as the second person, logs out.
async function work(browser) {
  const context = await browser.newContext({ locale: 'en', viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${site}/cases/29`);
  await page.getByLabel('Name').fill('approver');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Password').fill('a long enough one');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.getByRole('button', { name: 'Do it' }).click();
  await page.getByText('Write a reason').waitFor();
  await page.getByRole('textbox', { name: 'Reason' }).fill('Looked at the machine myself.');
  await page.getByRole('button', { name: 'Do it' }).click();
  await page.getByRole('button', { name: 'Open again' }).waitFor();
  await page.getByText('Looked at the machine myself.').waitFor();
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByRole('heading', { name: 'Log in' }).waitFor();
  await context.close();
}

async function sees(browser, name, address) {
  const context = await browser.newContext({ locale: 'en', viewport: { width: 1280, height: 900 } });
  await logIn(context, name);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(site + address);
  return page;
}

const doIt = (page) => page.getByRole('dialog').getByRole('button', { name: 'Do it' }).click();

// An approver files and submits, and may not approve; another one may; then it is filed, which needs a number.
async function filing(browser) {
  const page = await sees(browser, 'approver', '/register');
  await page.getByRole('link', { name: 'New filing' }).click();
  await page.getByRole('textbox', { name: 'System', exact: true }).fill('Tide model');
  await page.getByLabel('Capacity, kW').fill('1,5');
  await page.getByRole('button', { name: 'Begin as a draft' }).click();
  await page.getByText('Write a number of 0 or more.').waitFor();
  await page.getByLabel('Capacity, kW').fill('15');
  await page.getByRole('button', { name: 'Begin as a draft' }).click();
  await page.getByRole('heading', { name: 'Tide model' }).waitFor();
  await page.getByLabel('Purpose').fill('tides of the bay');
  await page.getByLabel('Meters').fill('M-SEA-1 M-SEA-2');
  await page.getByText('Not saved yet').waitFor();
  await page.getByRole('button', { name: 'Save the form' }).click();
  await page.getByText('Saved.', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Submit', exact: true }).click();
  await doIt(page);
  await page.getByText('You submitted this yourself').waitFor();
  if (await page.getByRole('button', { name: 'Approve', exact: true }).count()) complain('filing: who submitted may approve');
  const second = await sees(browser, 'li.na', new URL(page.url()).pathname);
  await second.getByRole('button', { name: 'Approve', exact: true }).click();
  await doIt(second);
  await second.getByRole('button', { name: 'Note the filing' }).click();
  await doIt(second);
  await second.getByText('Write the filing number.').waitFor();
  await second.getByLabel('Filing number').fill('SF-2026-0100');
  await doIt(second);
  await second.getByRole('button', { name: 'Note: built' }).waitFor();
  await second.getByText('SF-2026-0100').first().waitFor();
  for (const one of [page, second]) await one.context().close();
}

// A list is answered, and its answers and a case's evidence are saved under the server's names.
async function answering(browser) {
  const page = await sees(browser, 'analyst', '/notices/3');
  await page.getByRole('button', { name: 'Misreport' }).first().click();
  await doIt(page);
  await page.getByText('Write the answer').waitFor();
  await page.getByRole('textbox').fill('A wallet, no miner.');
  await doIt(page);
  await page.getByText('analyst: A wallet, no miner.').waitFor();
  await page.getByText('1 of 2 answered').waitFor();
  for (const [address, label, name] of [['/notices/3', 'Answers as a table', 'davy-notice-3.csv'], ['/cases/31', 'Evidence as a signed bundle', 'case-31.zip']]) {
    await page.goto(site + address);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: label }).click()]);
    if (download.suggestedFilename() !== name) complain(`${label}: saved as ${download.suggestedFilename()}`);
  }
  await page.context().close();
}

async function firstView(browser) {
  const times = [];
  for (let i = 0; i < 5; i++) {
    const context = await browser.newContext({ locale: 'en', viewport: { width: 1280, height: 900 } });
    await logIn(context, 'analyst');
    const page = await context.newPage();
    const start = performance.now();
    await page.goto(site, { waitUntil: 'commit' });
    await page.locator('.needs a').first().waitFor();
    times.push(performance.now() - start);
    await context.close();
  }
  return times.sort((a, b) => a - b)[2];
}

fs.mkdirSync(folder, { recursive: true });
const server = spawn(process.execPath, [server_script, '--port', String(port), '--rows', '10000000'], { stdio: ['ignore', 'pipe', 'inherit'] });
await new Promise((resolve) => server.stdout.once('data', resolve));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
let pictures = 0;
try {
  if (!only) console.log(`first view, with its data, nothing cached: ${Math.round(await firstView(browser))} ms (median of 5)`);
  for (const one of looks) {
    const context = await browser.newContext({ colorScheme: one.scheme, locale: one.language === 'en' ? 'en-GB' : 'zh-CN', viewport: { width: one.width, height: 900 }, reducedMotion: 'reduce' });
    // The page's policy admits no foreign script; the test's own comes in from outside the page.
    await context.addInitScript(axe);
    const page = await context.newPage();
    for (const view of views.filter(([name]) => name.includes(only))) {
      await logIn(context, view[1]);
      await look(page, view[0], view, one).catch((error) => complain(`${view[0]} ${JSON.stringify(one)}: ${error.message.split('\n')[0]}`));
      pictures++;
    }
    await context.close();
  }
  for (const check of [printed, keyboard, manyRows, work, filing, answering].filter(({ name }) => name.includes(only))) await check(browser).catch((error) => complain(`${check.name}: ${error.message}`));
} finally {
  await browser.close();
  server.kill();
}
console.log(`${pictures} pictures in ${folder}`);
process.exit(complaints.length > 0 ? 1 : 0);
