// The built sidebar in a browser at 300 px, with a google.script.run that answers from a script and keeps a list of calls.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/**
 * Per function, what it answers call by call; the last answer stays. `lost` is a call that Google did not carry, `never`
 * one that is not answered.
 */
export type Script = Readonly<Record<string, readonly unknown[]>>;

export interface Opened {
  readonly page: Page;
  readonly calls: () => Promise<readonly (readonly unknown[])[]>;
  readonly complaints: readonly string[];
}

export interface Setting {
  /** The page's clock stands here until the test moves it. */
  readonly now?: string;
  readonly delayMs?: number;
  readonly context?: BrowserContextOptions;
}

export async function openSidebar(
  browser: Browser,
  outDir: string,
  script: Script,
  { now, delayMs = 20, context = {} }: Setting = {},
): Promise<Opened> {
  const page = await browser.newPage({
    viewport: { width: 300, height: 760 },
    deviceScaleFactor: 2,
    timezoneId: 'Asia/Tokyo',
    ...context,
  });
  if (now !== undefined) {
    await page.clock.install({ time: new Date(Date.parse(now) - 60_000) });
    await page.clock.pauseAt(new Date(now));
  }
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('request', (request) => {
    if (!request.url().startsWith('https://sidebar.invalid/')) complaints.push(`asked for ${request.url()}`);
  });
  const html = await readFile(join(outDir, 'Sidebar.html'), 'utf8');
  await page.route('https://sidebar.invalid/', (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.addInitScript(FAKE_HOST, { script, delayMs });
  await page.goto('https://sidebar.invalid/');
  return {
    page,
    complaints,
    calls: () => page.evaluate(() => (globalThis as unknown as { calls: unknown[][] }).calls),
  };
}

/** Runs in the page: handlers as Apps Script's, answers copied as JSON. */
function FAKE_HOST({ script, delayMs }: { readonly script: Script; readonly delayMs: number }): void {
  const calls: unknown[][] = [];
  const used: Record<string, number> = {};
  const answer = (name: string): unknown => {
    const answers = script[name] ?? [];
    const at = Math.min(used[name] ?? 0, answers.length - 1);
    used[name] = at + 1;
    return answers[at];
  };
  const runner = (done: (value: unknown) => void, failed: (error: unknown) => void): unknown =>
    new Proxy(
      {},
      {
        get(_, name: string) {
          if (name === 'withSuccessHandler') return (handler: typeof done) => runner(handler, failed);
          if (name === 'withFailureHandler') return (handler: typeof failed) => runner(done, handler);
          return (...args: unknown[]) => {
            calls.push([name, ...args]);
            const value = answer(name);
            if (value === 'never') return;
            setTimeout(
              () => (value === 'lost' ? failed(new Error('NetworkError')) : done(structuredClone(value))),
              delayMs,
            );
          };
        },
      },
    );
  const nothing = () => undefined;
  Object.assign(globalThis, {
    calls,
    google: { script: { run: runner(nothing, nothing), host: { editor: { focus: () => calls.push(['focus']) } } } },
  });
}
