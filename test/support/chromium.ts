// A Chromium for browser tests without a download: the system's own, else the one inside an npm package. It has a Japanese
// font on every Linux, also where the system has none: pages need not be touched to show it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { type Unpacked, unpackChromium } from './chromium-files.ts';

const LAUNCH_LIMIT_MS = 30_000;
const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

/** A headless browser; close it after the tests. Fails where it does not come up within 30 s. */
export async function launchChromium(): Promise<Browser> {
  const system = SYSTEM.find((path) => existsSync(path));
  const unpacked = process.platform === 'linux' ? await unpackChromium({ fontsOnly: system !== undefined }) : undefined;
  const executablePath = system ?? unpacked?.executable;
  if (executablePath === undefined)
    throw new Error(`Browser tests need Chromium or Chrome: install one (looked at ${SYSTEM.join(', ')}).`);
  return await chromium.launch({
    executablePath,
    args: ['--no-sandbox'],
    timeout: LAUNCH_LIMIT_MS,
    env: { ...process.env, ...(unpacked && environment(unpacked)) },
  });
}

function environment({ executable, folder }: Unpacked): Record<string, string> {
  const fonts = { FONTCONFIG_FILE: join(folder, 'fonts.conf') };
  if (executable === undefined) return fonts;
  const libraries = [join(folder, 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  return { ...fonts, LD_LIBRARY_PATH: libraries };
}
