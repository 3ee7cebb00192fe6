// Keeps a page of the dashboard fresh while somebody looks at it, tells of new alerts, and adds the reader's own time to every time.
// Everything works without it.
import { addLocalTimes } from './local-times.ts';
import { morph } from './morph.ts';

const EVERY_MS = 10_000;

const find = (selector: string, from: ParentNode = document): HTMLElement | null => from.querySelector(selector);

function show(selector: string, isShown: boolean): void {
  const element = find(selector);
  if (element !== null) element.hidden = !isShown;
}

/** Null where the server does not answer; a log-in page where the session is over. */
async function fetchPage(): Promise<Document | null> {
  try {
    const response = await fetch(location.href, { headers: { 'x-rollcall-live': '1' } });
    if (response.status >= 500) return null;
    return new DOMParser().parseFromString(await response.text(), 'text/html');
  } catch {
    return null;
  }
}

async function refresh(): Promise<void> {
  const fresh = await fetchPage();
  show('#stale', fresh === null);
  if (fresh === null) return;
  // Nobody is logged in any more: the page itself goes to the log-in.
  if (find('#top', fresh) === null) return location.reload();
  const before = find('#top')?.dataset['newest'];
  addLocalTimes(fresh);
  for (const id of ['#top', '#main', '#as-of']) swap(id, fresh);
  show('#live', true);
  announce(before);
}

function swap(selector: string, fresh: Document): void {
  const [now, next] = [find(selector), find(selector, fresh)];
  if (now !== null && next !== null) morph(now, next);
}

/** One that was not the newest before is told to those who listen. */
function announce(before: string | undefined): void {
  const { newest, message = '', newAlert = '' } = find('#top')?.dataset ?? {};
  const place = find('#announce');
  if (place !== null && newest !== undefined && newest !== before) place.textContent = `${newAlert} ${message}`;
}

/** What was said once is not said again by a reload, nor by a link that is passed on. */
function forgetSaid(): void {
  const address = new URL(location.href);
  if (!address.searchParams.has('said')) return;
  for (const name of ['said', 'processed', 'succeeded', 'failed', 'permanentlyFailed'])
    address.searchParams.delete(name);
  history.replaceState(null, '', address);
  find('#said')?.focus();
}

function run(): void {
  addLocalTimes(document);
  forgetSaid();
  show('#live', true);
  let isAsking = false;
  const look = async () => {
    if (document.hidden || isAsking) return;
    isAsking = true;
    await refresh();
    isAsking = false;
  };
  setInterval(() => void look(), EVERY_MS);
  document.addEventListener('visibilitychange', () => void look());
}

run();
