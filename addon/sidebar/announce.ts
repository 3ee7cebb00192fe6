// What a screen reader is told: each thing once, politely.
import type { Model } from './model.ts';
import { spokenProgress } from './view-progress.ts';
import type { Words } from './words.ts';

/** How the last run ended, once it was said. */
let told = '';

export function announce(model: Model, words: Words): void {
  const { run, work, status } = model;
  if (work === 'run' || work === 'stopping') {
    told = '';
    if (work === 'stopping') set('status', words.say('action.stopping'));
    else if (run?.state === 'running') set('status', spokenProgress(run, words));
  } else if (status === null && work === 'status') set('status', words.say('app.loading'));
  else if (work !== null && SAID_AT_WORK.has(work)) set('status', words.sayIf(`working.${work}`) ?? '');
  else tellOutcome(words, isOverNow());
}

/** What is said while it goes on. */
const SAID_AT_WORK: ReadonlySet<string> = new Set([
  'connecting',
  'switching',
  'agreeing',
  'taking',
  'finding',
  'reporting',
  'retrying',
]);

/** The result that has the focus is read out for that already. */
function tellOutcome(words: Words, mayTakeOver: boolean): void {
  const title = document.getElementById('result-title')?.textContent ?? '';
  const outcome = mayTakeOver ? `${title} ${words.say('over.now')}` : title;
  if (outcome === told) return;
  told = outcome;
  const isRead = document.hasFocus() && document.activeElement?.id === 'result' && !mayTakeOver;
  set('status', isRead ? '' : outcome);
}

const isOverNow = (): boolean =>
  document.getElementById('over') !== null && document.querySelector('#take-over:not(:disabled)') !== null;

const SAID_MS = 5000;

/** A passing remark: shown for a while, and read out. */
export function remark(text: string): void {
  set('remark', text);
  document.getElementById('remark')?.setAttribute('class', 'remark');
  setTimeout(() => {
    document.getElementById('remark')?.setAttribute('class', 'unseen');
    set('remark', '');
  }, SAID_MS);
}

function set(id: string, text: string): void {
  const element = document.getElementById(id);
  if (element !== null && element.textContent !== text) element.textContent = text;
}
