// The index of a report of 10,000 findings, one page an article.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { PAGES, open, press, scrollsSideways, shown, text, violations } from './browser.mjs';

const rows = (page) => shown(page, '.row');

test('the index leads to every article and back', async () => {
  const page = await open('split/report.html');
  const links = await page.$$eval('.row a', (all) => all.map((link) => link.getAttribute('href')));
  assert.equal(new Set(links).size, 1000);
  const ids = links.flatMap((link) => readFileSync(join(PAGES, 'split', link), 'utf8').match(/<div role="group" class="finding/g));
  assert.equal(ids.length, 10_000, 'a finding was dropped');
  await press(page, 'j', 'j', 'Enter');
  await page.waitForSelector('.finding');
  await press(page, 'j', 'a');
  await Promise.all([page.waitForNavigation(), page.click('a.up')]);
  assert.match(await text(page, '#decided'), /^1 accepted, 0 ignored, 9,999 to review$/);
  assert.equal(await page.$$eval('.row .decision', (all) => all.map((one) => one.textContent).filter(Boolean).join()), '1 of 10 decided');
  await press(page, 'e');
  assert.match(await page.$eval('#export-text', (area) => area.value), /^\[\[accept\]\]$/m);
  assert.deepEqual(page.said, []);
  await page.close();
});

test('the index can be filtered, and the address remembers', async () => {
  const page = await open('split/report.html');
  await page.type('#query', 'number 999 doubled');
  assert.equal(await text(page, '#shown'), '1 of 1,000 articles', 'titles and messages are searched together');
  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  assert.equal(await rows(page), 1);
  await page.$eval('#query', (query) => { query.value = 'calque'; query.dispatchEvent(new Event('input', { bubbles: true })); });
  assert.equal(await rows(page), 500);
  await page.close();
});

test('the index can be filtered without scripts', async () => {
  const page = await open('split/report.html', { scripts: false });
  assert.equal(await rows(page), 1000);
  await page.click('#show-major');
  assert.equal(await rows(page), 500, 'every second article has a minor finding too');
  await page.click('.menu summary');
  await page.click('.menu [value="calque-phrase"]');
  assert.equal(await rows(page), 0, 'no finding is left that is minor and of another rule');
  await page.click('#show-major');
  assert.equal(await rows(page), 1000);
  await page.click('#new-only');
  assert.equal(await rows(page), 1000, 'all of them are new');
  await page.close();
});

for (const width of [1280, 390]) {
  test(`the index is accessible at ${width} px`, async () => {
    const page = await open('split/report.html', { width });
    assert.equal(await scrollsSideways(page), false);
    assert.deepEqual(await violations(page), []);
    await page.close();
  });
}
