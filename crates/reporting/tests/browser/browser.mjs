// Chromium, and what the tests do with its pages. run.sh sets CHROMIUM, PAGES, TOOLS and WIRECHECK.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';

export const { CHROMIUM, PAGES, TOOLS, WIRECHECK } = process.env;
const require = createRequire(join(TOOLS, 'package.json'));
const puppeteer = require('puppeteer-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

let browser;
let profile;
before(async () => {
  profile = mkdtempSync(join(tmpdir(), 'wirecheck-browser-'));
  browser = await puppeteer.launch({
    executablePath: CHROMIUM,
    userDataDir: profile,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
});
after(async () => {
  await browser?.close();
  rmSync(profile, { recursive: true, force: true });
});

/** Opens a page with no memory of others, and notes what it says on the console and asks of the network, and how often it
    asks before it is left, which is granted. `before` runs in it before its own script. */
export async function open(name, { scripts = true, width = 1280, scheme = 'light', before = undefined } = {}) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.said = [];
  page.requests = 0;
  page.on('console', (message) => page.said.push(message.text()));
  page.on('pageerror', (error) => page.said.push(error.message));
  // A download is none, nor is the browser's own drawing in a date field.
  page.on('request', (request) => { if (!/^(blob|data):/.test(request.url())) page.requests += 1; });
  page.warnings = 0;
  page.on('dialog', (dialog) => {
    if (dialog.type() === 'beforeunload') { page.warnings += 1; dialog.accept(); return; }
    page.said.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  if (before) await page.evaluateOnNewDocument(before);
  await page.setJavaScriptEnabled(scripts);
  await page.setViewport({ width, height: 900, isMobile: width < 500, hasTouch: width < 500 });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  await goTo(page, name);
  return page;
}

/** What axe objects to; and, so that we know that it looks, that it objects to a page that was spoilt. */
export async function violations(page) {
  await page.evaluate(axe);
  const run = () => page.evaluate(async () => (await globalThis.axe.run()).violations.map((violation) => violation.id));
  const found = await run();
  await page.$eval('h1', (title) => { title.insertAdjacentHTML('afterend', '<img src="data:,"><button></button>'); });
  const planted = (await run()).filter((id) => !found.includes(id));
  if (!planted.includes('image-alt') || !planted.includes('button-name')) throw new Error('axe lets everything pass');
  return found;
}

/** Saves the export, and returns it. */
export async function exported(page) {
  const client = await page.createCDPSession();
  await client.send('Browser.setDownloadBehavior', { behavior: 'deny', browserContextId: page.browserContext().id });
  await press(page, 'e');
  const file = await page.$eval('#export-text', (area) => area.value);
  await page.click('#export-save');
  await page.$eval('#export-dialog', (dialog) => dialog.close());
  return file;
}

/** The text of an element as it is shown, in one line. */
export const text = (page, selector) => page.$eval(selector, (element) => element.innerText.replace(/\s+/g, ' ').trim());

/** How many elements are shown. */
export const shown = (page, selector = '.finding') => page.$$eval(selector, (all) => all.filter((one) => one.getClientRects().length).length);

export const scrollsSideways = (page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

export async function press(page, ...keys) { for (const key of keys) await page.keyboard.press(key); }

export const goTo = (page, name) => page.goto(`file://${join(PAGES, name)}`);

/** Ignores the current finding, for a reason. */
export async function ignore(page, reason) {
  await press(page, 'i');
  await page.keyboard.type(reason);
  await press(page, 'Enter');
}
