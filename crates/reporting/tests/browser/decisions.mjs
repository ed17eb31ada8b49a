// Decisions belong to findings: they outlive a run, are shared by the pages of a report, and go from browser to browser.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { PAGES, WIRECHECK, exported, goTo, ignore, open, press, text } from './browser.mjs';

const desk = join(PAGES, 'decisions');
mkdirSync(desk);
writeFileSync(join(desk, 'wirecheck.toml'), ''); // lest the repository's own be found
const feed = readFileSync(new URL('feed.xml', import.meta.url), 'utf8');

/** Writes the report on a feed, which fails, for it has findings. */
function check(feed, report) {
  writeFileSync(join(desk, 'feed.xml'), feed);
  const env = { PATH: process.env.PATH, SOURCE_DATE_EPOCH: '1795478400' };
  const { status, stderr } = spawnSync(WIRECHECK, ['check', 'feed.xml', '-o', `html=${report}`], { cwd: desk, env, encoding: 'utf8' });
  assert.equal(status, 1, stderr);
}

const news = '<item><title>Ice on the canal</title><guid isPermaLink="false">ice</guid><description>'
  + 'The ice on the the canal is a hand thick, and the town has closed it to skaters until Sunday.</description></item>';
check(feed, 'today.html');
check(feed.replace('<item>', `${news}<item>`), 'tomorrow.html');

const count = (page) => page.$$eval('.finding', (all) => all.length);
const pending = (page) => page.$eval('#pending', (one) => one.textContent);

/** Imports a file of decisions by the button, and returns what the page says. */
async function take(page, content) {
  const file = join(desk, 'import.toml');
  writeFileSync(file, content);
  await (await page.$('#import-file')).uploadFile(file);
  return told(page);
}

async function told(page) {
  await page.waitForSelector('#import-dialog[open]');
  const said = await text(page, '#import-dialog');
  await page.click('#import-dialog .chief');
  return said.replace(/ Close$/, '');
}

/** Of the older news, accepts the first finding that has a correction, ignores the last, and returns the ids of both. */
async function decideTwo(page) {
  await page.focus('.article:not([data-id="ice"]) .finding[data-fix]');
  const first = await page.evaluate(() => document.activeElement.id);
  await press(page, 'a');
  await page.$$eval('.article:not([data-id="ice"]) .finding', (all) => all.at(-1).focus());
  const last = await page.evaluate(() => document.activeElement.id);
  await ignore(page, 'the "first" \\ line');
  return [first, last];
}

const decisionOn = (page, id) => page.$eval(`#${id}`, (one) => one.dataset.decision);

test('a new item in the feed hides no decision, and a finding that has left loses none', async () => {
  const page = await open('decisions/today.html');
  const before = await count(page);
  const [accepted, ignored] = await decideTwo(page);
  await goTo(page, 'decisions/tomorrow.html');
  assert.equal(await count(page), before + 1);
  assert.equal(await text(page, '#decided'), `1 accepted, 1 ignored, ${before - 1} to review`);
  assert.deepEqual([await decisionOn(page, accepted), await decisionOn(page, ignored)], ['accept', 'ignore']);

  // What is decided on the new article is kept for it, and is no part of a report without it.
  await page.focus('.article[data-id="ice"] .finding');
  await press(page, 'a');
  await goTo(page, 'decisions/today.html');
  assert.equal(await text(page, '#decided'), `1 accepted, 1 ignored, ${before - 2} to review`);
  assert.doesNotMatch(await exported(page), /"ice"/);
  await goTo(page, 'decisions/tomorrow.html');
  assert.match(await text(page, '#decided'), /^2 accepted, 1 ignored/);
  assert.equal(await pending(page), '1 decision not exported');

  // Of another report these decisions are no part.
  await goTo(page, 'report.html');
  assert.match(await text(page, '#decided'), /^0 accepted, 0 ignored/);
  assert.equal(await pending(page), '');
  assert.deepEqual(page.said, []);
  await page.close();
});

test('decisions that nobody has seen for long are forgotten, garbage is passed over', async () => {
  const page = await open('decisions/today.html');
  await decideTwo(page);
  const key = await page.evaluate(() => Object.keys(localStorage).find((name) => name.includes('decisions')));
  await page.evaluate((name) => {
    const all = JSON.parse(localStorage.getItem(name));
    const other = (id, seen) => [`f${id.padStart(16, '0')}-1`, { ...all[0][1], run: 'other', seen }];
    localStorage.setItem(name, JSON.stringify([...all, other('1', '2020-01-01'), other('2', '2999-01-01'), ['nonsense', {}], [1], null]));
  }, key);
  await page.reload();
  assert.match(await text(page, '#decided'), /^1 accepted, 1 ignored/);
  await press(page, 'u');
  const stored = await page.evaluate((name) => JSON.parse(localStorage.getItem(name)).map(([id]) => id), key);
  assert.equal(stored.length, 2);
  assert.ok(stored.includes('f0000000000000002-1'));
  await page.evaluate((name) => localStorage.setItem(name, '{"no": "list"'), key);
  await page.reload();
  assert.match(await text(page, '#decided'), /^0 accepted, 0 ignored/);
  assert.deepEqual(page.said, []);
  await page.close();
});

test('an export is imported elsewhere, by the button and by dropping it', async () => {
  const page = await open('decisions/tomorrow.html');
  await decideTwo(page);
  await page.focus('.article[data-id="ice"] .finding');
  await press(page, 'a');
  const file = await exported(page);
  await page.close();

  const other = await open('decisions/today.html');
  assert.equal(await take(other, file.replaceAll('\n', '\r\n')), 'Decisions imported 2 decisions taken. '
    + '1 decision on findings that are not on this page: kept for a page that has them.');
  assert.match(await text(other, '#decided'), /^1 accepted, 1 ignored/);
  assert.equal(await text(other, '.finding[data-decision=ignore] .decision'), 'Ignored: the "first" \\ line');
  assert.equal(await pending(other), '', 'they are in a file');
  await goTo(other, 'decisions/tomorrow.html');
  assert.match(await text(other, '#decided'), /^2 accepted, 1 ignored/);
  assert.equal(await exported(other), file, 'nothing was lost on the way');

  // A second import is one step, which can be undone.
  await press(other, 'j', 'j');
  await other.focus('.finding[data-decision=accept]');
  await press(other, 'i');
  await other.keyboard.type('on second thoughts');
  await press(other, 'Enter');
  await other.evaluate((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], 'decisions.toml'));
    for (const kind of ['dragover', 'drop']) {
      document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    }
  }, file);
  assert.equal(await told(other), 'Decisions imported 3 decisions taken, 1 in place of another one.');
  assert.match(await text(other, '#decided'), /^2 accepted, 1 ignored/);
  await press(other, 'u');
  assert.match(await text(other, '#decided'), /^1 accepted, 2 ignored/);
  assert.deepEqual(other.said, []);
  await other.close();
});

test('a damaged or hostile file is told from a good one, and does nothing', async () => {
  const page = await open('decisions/today.html');
  await decideTwo(page);
  const good = await exported(page);
  await press(page, 'u', 'u');
  const table = '[[ignore]]\nfinding = "wc1:0123456789abcdef:1"\n';
  const bad = {
    'a picture': '\x89PNG\r\n\x1a\n',
    'nothing at all': '',
    'cut in a line': good.slice(0, good.indexOf('reason = "the') + 14),
    'cut before the reason': good.slice(0, good.indexOf('reason = ')),
    'another version': good.replace('version = 1', 'version = 2'),
    'no version': good.replace('version = 1\n', ''),
    'an id that is none': good.replace('wc1:', 'wc2:'),
    'an unknown key': good.replace('rule = ', 'rulle = '),
    'a key twice': good.replace(/^(rule = .*)$/m, '$1\n$1'),
    'a key of the other kind': good.replace('[[accept]]\n', '[[accept]]\nreason = "x"\n'),
    'other TOML': `version = 1\n${table}reason = 'single'\n`,
    'a multi-line string': `version = 1\n${table}reason = """x"""\n`,
    'a bad escape': `version = 1\n${table}reason = "\\x41"\n`,
    'a day that is none': `version = 1\n${table}reason = "x"\nexpires = soon\n`,
    'a prototype': `version = 1\n${table}reason = "x"\n__proto__ = "x"\n`,
    'markup': `version = 1\n<img src=x onerror=alert(1)>\u202e\u001b[31m\n`,
  };
  for (const [what, content] of Object.entries(bad)) {
    const said = await take(page, content);
    assert.match(said, /^Nothing was imported This is no file of decisions, or it is damaged\. (Line \d+ |The table in line \d+ |It )/, what);
    assert.doesNotMatch(said, /[\u202e\u001b]/);
    assert.match(await text(page, '#decided'), /^0 accepted, 0 ignored/, what);
  }
  const id = await page.$eval('.finding', (one) => one.id.replace(/^f(\w+)-(\d+)$/, 'wc1:$1:$2'));
  const hostile = `version = 1\n\n# <b>x</b>\n[[ignore]]\nfinding = "${id}"\nreason = "<img src=x onerror=alert(1)>\\u202e\\u0007"\nby = "</script>"\n`;
  assert.match(await take(page, hostile), /^Decisions imported 1 decision taken/);
  assert.equal(await text(page, '.finding .decision'), 'Ignored: <img src=x onerror=alert(1)>\\u{202e}\\u{7}');
  assert.equal(await page.$$eval('img', (all) => all.length), 0);
  assert.ok((await exported(page)).split('\n').every((line) => /^(#|\[\[|\w+ = |$)/.test(line)));
  assert.equal(await page.evaluate(() => ({}).reason), undefined);
  assert.deepEqual(page.said, []);
  assert.equal(page.requests, 1);
  await page.close();
});

test('the page asks before decisions are left behind that no file holds', async () => {
  const page = await open('decisions/today.html');
  await press(page, 'j');
  await goTo(page, 'decisions/today.html');
  assert.deepEqual([page.warnings, await pending(page)], [0, '']);
  const [accepted] = await decideTwo(page);
  assert.equal(await pending(page), '2 decisions not exported');
  await goTo(page, 'decisions/tomorrow.html');
  assert.equal(page.warnings, 1);
  assert.equal(await pending(page), '2 decisions not exported', 'it is said until it is done');
  await exported(page);
  assert.equal(await pending(page), '');
  await goTo(page, 'decisions/today.html');
  assert.equal(page.warnings, 1, 'all of it is in a file');
  await page.focus(`#${accepted}`);
  await press(page, 'a');
  assert.equal(await pending(page), '1 decision not exported', 'the file says what is no longer so');
  assert.doesNotMatch(await exported(page), /accept\]/);
  assert.equal(await pending(page), '');
  await page.close();
});

test('a browser that keeps nothing, or no more, is told of, and nothing is lost while the page is open', async () => {
  const before = () => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function set(...args) {
      if (globalThis.isFull) throw new DOMException('full', 'QuotaExceededError');
      setItem.apply(this, args);
    };
  };
  const page = await open('report.html', { before });
  const ids = await page.$$eval('.finding[data-fix]', (all) => all.map((one) => one.id));
  const accept = async (id) => { await page.focus(`#${id}`); await press(page, 'a'); };
  await accept(ids[0]);
  assert.equal(await page.$eval('#trouble', (one) => one.hidden), true);
  await page.evaluate(() => { globalThis.isFull = true; });
  await accept(ids[1]);
  await accept(ids[2]);
  assert.equal(await text(page, '#trouble'), 'This browser could not keep the last decisions: export them before you leave');
  assert.match(await text(page, '#decided'), /^3 accepted/);
  assert.equal((await exported(page)).match(/^\[\[accept\]\]$/mg).length, 3);
  assert.deepEqual(page.said, []);
  await page.close();
});

test('the pages of a split report share decisions, and none asks on the way to another', async () => {
  const page = await open('split/report.html');
  const [one, two] = await page.$$eval('.row a', (all) => all.slice(0, 2).map((link) => link.getAttribute('href')));
  for (const name of [one, two]) {
    await goTo(page, `split/${name}`);
    await press(page, 'j', 'a');
    assert.match(await text(page, '#decided'), /^1 accepted, 0 ignored/);
  }
  assert.equal(await pending(page), '2 decisions not exported', 'one on this page, one on another');
  page.warnings = 0;
  await Promise.all([page.waitForNavigation(), page.click('a.up')]);
  assert.equal(page.warnings, 0);
  assert.match(await text(page, '#decided'), /^2 accepted, 0 ignored/);
  const file = await exported(page);
  assert.equal(file.match(/^\[\[accept\]\]$/mg).length, 2);
  await page.close();

  const index = await open('split/report.html');
  assert.equal(await take(index, file), 'Decisions imported 2 decisions taken.');
  assert.deepEqual(await index.$$eval('.row .decision', (all) => all.slice(0, 2).map((decision) => decision.textContent)), ['1 of 10 decided', '1 of 10 decided']);
  await goTo(index, `split/${two}`);
  assert.match(await text(index, '#decided'), /^1 accepted, 0 ignored/);
  assert.deepEqual(index.said, []);
  await index.close();
});
