// html-validate and the Nu checker on the pages, and on a bad one, so that it is known that they look.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';

const { PAGES, TOOLS } = process.env;
const pages = ['report.html', 'history.html', 'hostile.html', 'split/report.html'].map((name) => join(PAGES, name));
const bad = join(PAGES, 'bad.html');
before(() => writeFileSync(bad, '<!DOCTYPE html><html><title>x</title><img src="x"><p><div></p><button id="a"></button><i id="a"></i>'));

const run = (program, ...args) => {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  assert.ifError(error);
  return { status, said: `${stdout}${stderr}` };
};

test('html-validate has nothing to say, but of a bad page', () => {
  const check = (...files) => run(join(TOOLS, 'node_modules/.bin/html-validate'), ...files);
  const { status, said } = check(...pages);
  assert.equal(status, 0, said);
  assert.match(check(bad).said, /no-dup-id/);
});

const java = spawnSync('java', ['-version']).error ? 'java is not installed' : false;
test('the Nu checker has nothing to say, but of a bad page', { skip: java }, () => {
  const jar = join(TOOLS, 'node_modules/vnu-jar/build/dist/vnu.jar');
  const check = (...files) => run('java', '-jar', jar, '--format', 'json', ...files);
  const messages = (result) => JSON.parse(result.said).messages;
  // It claims that the policy blocks style and script, for it does not compute their hashes, as browsers do; and it
  // takes the attacks of the hostile page for a language.
  const isTrue = ({ message }) => !/Content Security Policy|appears to be written in/.test(message);
  assert.deepEqual(messages(check(...pages)).filter(isTrue).map(({ url, message }) => `${url}: ${message}`), []);
  assert.ok(messages(check(bad)).some(({ message }) => /Duplicate ID/.test(message)));
});
