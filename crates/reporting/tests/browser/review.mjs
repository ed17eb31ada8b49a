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
  assert.match(clean.stdout, /clean/);

  // The publisher puts the corrected text on; what was ignored stays ignored, and says why.
  const again = wirecheck('check', 'feed.xml', corrected[1], '--output', 'html=again.html');
  assert.equal(again.status, 1, 'the feed itself was not corrected');
  const second = await open('desk/again.html');
  assert.deepEqual(await titles(second), found.filter((_, n) => n < toAccept.length));
  await second.$$eval('.site', (all) => all.forEach((one) => { one.open = true; }));
  assert.match(await text(second, '#clean'), /1 known finding is ignored[^]*a motto, "the the" is meant/);
  assert.equal(await shown(second), toAccept.length);
  await second.close();
});

test('keys decide, and undo takes back', async () => {
  const page = await open('report.html');
  await press(page, 'j', 'j', 'a');
  assert.equal(await text(page, '#decided'), '1 accepted, 0 ignored, 8 to review');
  await press(page, 'k', 'j', 'k');
  await ignore(page, 'the "house" style');
  assert.equal(await text(page, '#decided'), '0 accepted, 1 ignored, 8 to review', 'k goes back to the same finding');
  await press(page, 'u');
  assert.equal(await text(page, '#decided'), '1 accepted, 0 ignored, 8 to review');
  await press(page, 'u');
  assert.equal(await text(page, '#decided'), '0 accepted, 0 ignored, 9 to review');
  await press(page, 'i', 'Enter');
  assert.ok(await page.$('dialog[open]'), 'without a reason nothing is ignored');
  await page.keyboard.type('so be it');
  await press(page, 'Enter');
  await page.reload();
  assert.equal(await text(page, '#decided'), '0 accepted, 1 ignored, 8 to review', 'decisions outlive a reload');
  assert.deepEqual(page.said, []);
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
  await press(page, 'j', 'j', 'j');
  await ignore(page, 'it is theirs');
  assert.match(await words(), /Safety \(IWB\) and on/, 'what is ignored is not corrected');
  await page.close();
});
