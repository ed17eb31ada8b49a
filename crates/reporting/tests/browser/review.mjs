// A whole review as an editor does it: check, decide in the browser, export, apply, check again.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { PAGES, WIRECHECK, ignore, open, press, shown, text } from './browser.mjs';

const desk = join(PAGES, 'desk');
mkdirSync(desk);
writeFileSync(join(desk, 'wirecheck.toml'), ''); // lest the repository's own be found
copyFileSync(new URL('feed.xml', import.meta.url), join(desk, 'feed.xml'));

/** Runs wirecheck at the desk; the day is fixed, and no setting of this machine reaches it. */
function wirecheck(...args) {
  const env = { PATH: process.env.PATH, SOURCE_DATE_EPOCH: '1795478400' };
  const { status, stdout, stderr } = spawnSync(WIRECHECK, args, { cwd: desk, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const focused = (page) => page.evaluate(() => document.activeElement.closest('.finding')?.id);

const titles = (page) => page.$$eval('.finding h3 span', (all) => all.map((title) => title.textContent));

test('what is decided in the browser is done, and the second run knows it', async () => {
  const first = wirecheck('check', 'feed.xml', '--output', 'html=report.html');
  assert.equal(first.status, 1, first.stderr);

  const page = await open('desk/report.html');
  const client = await page.createCDPSession();
  await client.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: desk, browserContextId: page.browserContext().id });
  const found = await titles(page);
  assert.equal(found.filter((title) => title.includes('“the” stands twice')).length, 2, found.join('\n'));

  // The gravest fault comes first; everything that has a correction in the first article is accepted.
  const inFirst = '.article[data-id="lock-keepers"] .finding[data-fix]';
  const toAccept = await page.$$eval(inFirst, (all) => all.map((one) => one.id));
  assert.ok(toAccept.length >= 2, 'the doubled word and the stray full stop have corrections');
  for (const id of toAccept) {
    await page.focus(`#${id}`);
    await press(page, 'a');
  }
  await page.focus('.article[data-id="old-ferry"] .finding');
  await ignore(page, 'a motto, "the the" is meant');
  assert.match(await text(page, '#decided'), new RegExp(`^${toAccept.length} accepted, 1 ignored`));

  await press(page, 'e');
  await page.click('#export-save');
  const decisions = join(desk, 'wirecheck-decisions.toml');
  for (let tries = 0; !existsSync(decisions) && tries < 100; tries += 1) await new Promise((done) => { setTimeout(done, 50); });
  assert.match(readFileSync(decisions, 'utf8'), /^reason = "a motto, \\"the the\\" is meant"$/m);
  assert.deepEqual(page.said, []);
  await page.close();

  const applied = wirecheck('apply', 'wirecheck-decisions.toml', 'feed.xml');
  assert.equal(applied.status, 0, applied.stderr);
  const corrected = readdirSync(join(desk, 'corrected')).map((name) => join('corrected', name));
  assert.deepEqual(corrected, ['corrected/001-lock-keepers-end-their-strike.diff', 'corrected/001-lock-keepers-end-their-strike.txt']);
  assert.match(readFileSync(join(desk, corrected[0]), 'utf8'), /^-The keepers of the the northern[^]*^\+The keepers of the northern/m);
  const clean = wirecheck('check', corrected[1]);
  assert.equal(clean.status, 0, clean.stdout);
  assert.match(clean.stdout, /No surface fault found/);

  // What was accepted waits for the publisher, who puts the corrected text on; what was ignored stays ignored, and says why.
  const again = wirecheck('check', 'feed.xml', corrected[1], '--output', 'html=again.html');
  assert.equal(again.status, 0, again.stdout);
  const second = await open('desk/again.html');
  assert.equal(await shown(second), 0, 'nothing is to be reviewed again');
  await second.$$eval('.site', (all) => all.forEach((one) => { one.open = true; }));
  assert.match(await text(second, '#clean'), /1 known finding is ignored[^]*a motto, "the the" is meant/);
  assert.match(await text(second, '#clean'), new RegExp(`${toAccept.length} findings are corrected, waiting for the publisher`));
  await second.close();
});

test('keys decide, and undo takes back', async () => {
  const page = await open('report.html');
  await press(page, 'j', 'j', 'a');
  assert.equal(await text(page, '#decided'), '1 accepted, 0 ignored, 8 to review');
  await press(page, 'k');
  await ignore(page, 'the "house" style');
  assert.equal(await text(page, '#decided'), '0 accepted, 1 ignored, 8 to review', 'k goes back to the same finding');
  await press(page, 'u');
  assert.equal(await text(page, '#decided'), '1 accepted, 0 ignored, 8 to review');
  await press(page, 'u');
  assert.equal(await text(page, '#decided'), '0 accepted, 0 ignored, 9 to review');
  await press(page, 'i', 'Backspace', 'Enter'); // the last reason stands there, selected
  assert.ok(await page.$('dialog[open]'), 'without a reason nothing is ignored');
  await page.keyboard.type('so be it');
  await press(page, 'Enter');
  const place = await focused(page);
  await page.reload();
  assert.equal(await text(page, '#decided'), '0 accepted, 1 ignored, 8 to review', 'decisions outlive a reload');
  await press(page, 'k', 'j');
  assert.equal(await focused(page), place, 'and so does the place');
  await press(page, 'u');
  assert.equal(await text(page, '#decided'), '0 accepted, 0 ignored, 9 to review', 'and undo');
  assert.deepEqual(page.said, []);
  await page.close();
});

test('after a decision comes the next finding to review, and a refusal is seen', async () => {
  const page = await open('report.html');
  await press(page, 'j', 'a');
  assert.match(await text(page, '.finding'), /There is no correction to accept here/);
  await page.screenshot({ path: join(PAGES, 'refused.png') });
  const ids = await page.$$eval('.finding', (all) => all.map((one) => one.id));
  assert.equal(await focused(page), ids[0]);
  await press(page, 'j', 'a');
  assert.equal(await focused(page), ids[2]);
  await press(page, 'k', 'k');
  await ignore(page, 'theirs');
  assert.equal(await focused(page), ids[2], 'the second one is decided');
  await page.close();
});

test('the place is what was gone to last, or what is seen', async () => {
  const page = await open('large.html');
  const ids = await page.$$eval('.finding', (all) => all.map((one) => one.id));
  for (let n = 0; n < 4; n += 1) await press(page, 'j');
  await press(page, 't');
  assert.ok(await page.$eval('.fulltext', (text) => text.open));
  await press(page, 'j');
  assert.equal(await focused(page), ids[4], 'the text is a look aside');
  await page.evaluate((id) => { document.getElementById(id).scrollIntoView(); }, ids[30]);
  await page.evaluate(() => { window.scrollBy(0, -40); });
  await press(page, 'j');
  assert.equal(await focused(page), ids[30], 'after scrolling, the first one that is seen');
  await page.$$eval('.contents a', (all) => all[7].click());
  await press(page, 'j');
  const seventh = await page.$eval('.article[data-article="7"] .finding', (one) => one.id);
  assert.equal(await focused(page), seventh, 'after a click on an article, its first one');
  await page.close();
});

test('the search is left by Enter for its first hit, and by Escape without losing it', async () => {
  const page = await open('report.html');
  await press(page, '/');
  await page.keyboard.type('iwb');
  await press(page, 'Enter');
  assert.equal(await focused(page), await page.$$eval('.finding', (all) => all.find((one) => one.getClientRects().length).id));
  await press(page, '/', 'Escape', 'j');
  assert.equal(await page.$eval('#query', (query) => query.value), 'iwb');
  await press(page, 'Escape');
  assert.equal(await page.$eval('#query', (query) => query.value), '');
  assert.equal(await shown(page), 9);
  await page.close();
});

test('the full text reads as published, marked and corrected', async () => {
  const page = await open('report.html');
  await page.focus('.finding');
  await press(page, 't');
  const words = () => text(page, '.fulltext .text');
  assert.match(await words(), /\(IWB\)\s?\(IWS\)/);
  await page.click('.as-published');
  assert.match(await words(), /Safety \(IWB\) and on/);
  await page.click('.as-corrected');
  assert.match(await words(), /Safety \(IWS\) and on/);
  assert.match(await words(), /without delay, pilots/);
  await press(page, 'j', 'j');
  await ignore(page, 'it is theirs');
  assert.match(await words(), /Safety \(IWB\) and on/, 'what is ignored is not corrected');
  await page.close();
});

test('an editor’s own words, and what was fixed by hand, are decisions too', async () => {
  const page = await open('report.html');
  await press(page, 'j', 'm');
  assert.match(await text(page, '#decided'), /^0 accepted, 1 fixed by hand, 0 ignored, 8 to review/);
  const second = await focused(page);
  await press(page, 'c');
  assert.ok(await page.$('#own-dialog[open]'));
  const offered = await page.$eval('#own-text', (input) => input.value);
  assert.ok(offered.length > 0, 'the field begins with the suggestion, or with the words themselves');
  await page.keyboard.type('"our" words');
  await press(page, 'Enter');
  assert.match(await text(page, `#${second} .decision`), /Accepted as “"our" words”/);
  assert.notEqual(await focused(page), second, 'the next one follows');
  await press(page, 'e');
  const file = await page.$eval('#export-text', (area) => area.value);
  assert.match(file, /\[\[fixed\]\]\nfinding = "wc1:[0-9a-f]{16}:1"/);
  assert.match(file, /replacement = "\\"our\\" words"/);
  await press(page, 'Escape', 'u', 'u');
  assert.match(await text(page, '#decided'), /^0 accepted, 0 ignored, 9 to review/);
  assert.deepEqual(page.said, []);
  await page.close();
});

test('all findings of the same words can be decided at once', async () => {
  const page = await open('large.html');
  const like = '.finding:has([data-do=alike]:not([hidden]))';
  const of = Number((await text(page, `${like} [data-do=alike]`)).match(/all ([\d,]+) like it/)[1].replace(',', ''));
  await page.focus(like);
  await page.keyboard.down('Shift');
  await press(page, 'A');
  await page.keyboard.up('Shift');
  assert.match(await text(page, '#decided'), new RegExp(`^${of} accepted, 0 ignored`));
  await press(page, 'u');
  assert.match(await text(page, '#decided'), /^0 accepted, 0 ignored/);
  await page.focus(like);
  await press(page, 'i');
  await page.keyboard.type('house style');
  await page.click('#ignore-all');
  await page.click('#ignore-dialog .chief');
  assert.match(await text(page, '#decided'), new RegExp(`^0 accepted, ${of} ignored`));
  await page.close();
});

test('filters hide articles without a hit, and one click leaves one rule', async () => {
  const page = await open('large.html');
  const articles = () => page.$$eval('.article', (all) => all.filter((one) => one.getClientRects().length).length);
  const entries = () => page.$$eval('.entries li', (all) => all.filter((one) => one.getClientRects().length).length);
  const before = await articles();
  await press(page, '/');
  await page.keyboard.type(await page.$eval('.article:nth-of-type(3) .finding h3 span', (one) => one.textContent.slice(0, 24)));
  await press(page, 'Escape');
  assert.equal(await articles(), await entries());
  assert.equal(await shown(page), await page.$$eval('.finding', (all) => all.filter((one) => one.getClientRects().length).length));
  await press(page, 'Escape');
  assert.equal(await articles(), before);
  await page.$eval('.menu summary', (menu) => menu.click());
  await page.click('.menu .just');
  const rules = await page.$$eval('.finding', (all) => [...new Set(all.filter((one) => one.getClientRects().length).map((one) => one.dataset.rule))]);
  assert.equal(rules.length, 1);
  await page.click('.menu .just');
  assert.equal(await articles(), before, 'a second click brings all back');
  await press(page, 'n');
  const first = await page.evaluate(() => document.activeElement.closest('.article').dataset.article);
  await press(page, 'n');
  assert.notEqual(await page.evaluate(() => document.activeElement.closest('.article').dataset.article), first);
  await press(page, 'p');
  assert.equal(await page.evaluate(() => document.activeElement.closest('.article').dataset.article), first);
  await page.close();
});
