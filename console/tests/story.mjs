// The whole story, walked in a real browser over a real `davy serve`: logging in, filing in the register, a case that a live capture opens,
// evidence, a second person, closing, the zero report.
//   node tests/story.mjs SITE FIRST-PASSWORD FOLDER REGISTER.csv LANGUAGE
// LANGUAGE is en or zh: everything is found by the words that its reader sees. Says "traffic" on standard output when packets are to be
// sent. Leaves a picture of each step in FOLDER, the evidence as evidence.zip and the zero report as zero.json; ends with 1 at the first
// thing that a person could not do, and on every error that the browser reports.
import path from 'node:path';
import { buildSync } from 'esbuild';
import { chromium } from 'playwright-core';

const [site, first, folder, register, language] = process.argv.slice(2);
const password = 'a long enough password';
const patience = { timeout: 60000 };
const complaints = [];
let step = 0;

// The console's own words, and what people write in them.
const source = new URL(`../src/words/${language}.ts`, import.meta.url).pathname;
const [made] = buildSync({ entryPoints: [source], bundle: true, format: 'esm', write: false }).outputFiles;
const { [language]: words } = await import(`data:text/javascript;base64,${Buffer.from(made.contents).toString('base64')}`);
const written = {
  en: {
    device: 'host 10.25.9.223, room 214, inventory 3-1187',
    access: 'the conversation on the wire, see the finding',
    close: 'the student removed it; re-checked on site',
    approve: 'seen on site',
    filing: { system: 'Cluster A', unit: 'Physics', purpose: 'plasma simulation', filing_kw: '40' },
  },
  zh: {
    device: '主机 10.25.9.223,214 室,资产编号 3-1187',
    access: '链路上的会话记录,见发现',
    close: '学生已删除程序,已现场复查',
    approve: '已到现场查看',
    filing: { system: '甲号集群', unit: '物理系', purpose: '等离子体模拟', filing_kw: '40' },
  },
}[language];
const count_of = (key) => new RegExp(words[key].replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace('{count}', '\\d+'));

// The browser says of each answer that is no success that it failed; asking who is logged in before anybody is is one.
const expected = (text) => /status of 401/.test(text);

async function visitor(browser) {
  const locale = { en: 'en-GB', zh: 'zh-CN' }[language];
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale });
  const page = await context.newPage();
  page.on('console', (m) => m.type() === 'error' && !expected(m.text()) && complaints.push(m.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.setDefaultTimeout(patience.timeout);
  return page;
}

async function picture(page, name) {
  step += 1;
  await page.locator('h1').first().waitFor();
  await page.waitForTimeout(400);
  await page.screenshot({ path: path.join(folder, `${String(step).padStart(2, '0')}_${name}.${language}.png`), fullPage: true });
}

const button = (place, key) => place.getByRole('button', { name: words[key], exact: true });

async function logIn(page, name, old) {
  await page.goto(`${site}/`);
  await page.getByLabel(words.login_name, { exact: true }).fill(name);
  await page.getByLabel(words.login_password, { exact: true }).fill(old);
  await button(page, 'login_do').click();
  await page.getByLabel(words.password_old, { exact: true }).fill(old);
  await page.getByLabel(words.password_new, { exact: true }).fill(password);
  await page.getByLabel(words.password_again, { exact: true }).fill(password);
  await button(page, 'password_do').click();
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

// A button of the case or filing, its dialog, and what is written into it.
async function act(page, action, text, element) {
  await button(page, action).click();
  const dialog = page.getByRole('dialog');
  if (element) await dialog.getByLabel(words.element).selectOption({ label: words[element] });
  if (text) await dialog.getByRole('textbox').fill(text);
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'hidden' });
}

// A filing, from its form to where a second person looks at it; its address.
async function file(page) {
  await page.goto(`${site}/register/systems/new`);
  for (const field of ['system', 'unit', 'purpose', 'filing_kw'])
    await page.getByLabel(words[field]).first().fill(written.filing[field]);
  await button(page, 'filing_begin').click();
  await act(page, 'do_submit');
  await page.getByText(words.step_submit).first().waitFor();
  await picture(page, 'filing_submitted');
  if (await button(page, 'do_approve').count()) throw new Error('who submitted a filing may approve it');
  return new URL(page.url()).pathname;
}

async function saved(page, key, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, key).click()]);
  await download.saveAs(path.join(folder, name));
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] });
try {
  const admin = await visitor(browser);
  await logIn(admin, 'admin', first);
  for (const role of ['analyst', 'approver', 'auditor'])
    await ask(admin, 'POST', '/users', { name: role, role, password: `first of ${role} here` });
  await admin.goto(`${site}/register`);
  await admin.getByRole('tab', { name: words.tab_import }).click();
  await admin.locator('input[type=file]').setInputFiles(register);
  await button(admin, 'import_do').click();
  await admin.getByText(count_of('import_rows_many')).waitFor();
  await admin.reload();
  await picture(admin, 'register');

  const analyst = await visitor(browser);
  await logIn(analyst, 'analyst', 'first of analyst here');
  const filing = await file(analyst);
  await picture(analyst, 'overview_before');
  console.log('traffic');
  // Nobody reloads the page: that there is news comes by itself, and the reader decides when to see it.
  await analyst.goto(`${site}/cases`);
  await button(analyst, 'news_show').click();
  await analyst.locator('a[href^="/cases/"]').first().waitFor();
  await picture(analyst, 'cases');
  await analyst.locator('a[href^="/cases/"]').first().click();
  await act(analyst, 'action_take');
  await act(analyst, 'action_add_evidence', written.device, 'element_device');
  await act(analyst, 'action_add_evidence', written.access, 'element_pool_access');
  await act(analyst, 'action_close', written.close);
  await analyst.getByText(written.close).first().waitFor();
  await picture(analyst, 'case_waits');
  if (await button(analyst, 'action_approve').count())
    throw new Error('who asked to close may approve');
  const address = new URL(analyst.url()).pathname;

  const approver = await visitor(browser);
  await logIn(approver, 'approver', 'first of approver here');
  await approver.goto(site + filing);
  await act(approver, 'do_approve');
  await approver.getByText(words.step_approve).first().waitFor();
  await picture(approver, 'filing_approved');
  await approver.goto(site + address);
  await act(approver, 'action_approve', written.approve);
  await button(approver, 'action_approve').waitFor({ state: 'hidden' });
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
  await auditor.getByText(words.chain_holds).first().waitFor();
  await picture(auditor, 'audit');

  await approver.goto(site + address);
  await saved(approver, 'evidence_bundle', 'evidence.zip');
  await approver.goto(`${site}/coverage`);
  await button(approver, 'zero_make').click();
  await button(approver, 'zero_save').waitFor();
  await picture(approver, 'zero_report');
  await saved(approver, 'zero_save', 'zero.json');
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
