// Takes the pictures of a report: node shots.mjs REPORT FOLDER. Run by shots.sh.

import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const SHOTS = [
  { name: 'report-1280-light.png', width: 1280, height: 1500, scheme: 'light' },
  { name: 'report-390-dark.png', width: 390, height: 1900, scheme: 'dark' },
];

const { CHROMIUM, TOOLS } = process.env;
const [report, folder] = process.argv.slice(2);
const puppeteer = createRequire(join(TOOLS, 'package.json'))('puppeteer-core');
const browser = await puppeteer.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const shot of SHOTS) await take(shot);
} finally {
  await browser.close();
}

async function take({ name, width, height, scheme }) {
  const page = await browser.newPage();
  await page.setViewport({ width, height, isMobile: width < 500, hasTouch: width < 500 });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  await page.goto(pathToFileURL(resolve(report)).href);
  await page.screenshot({ path: join(folder, name) });
  await page.close();
}
