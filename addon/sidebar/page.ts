// Draws the model into the page's regions. A region is replaced only when it comes out different, so focus and scrolling stay.
import type { Actions } from './act.ts';
import type { Model } from './model.ts';
import type { TextKey } from './texts.ts';
import { viewConnection, viewFoot } from './view-connection.ts';
import { viewFindings, viewSchema } from './view-findings.ts';
import { viewLists } from './view-lists.ts';
import { viewOutcome } from './view-outcome.ts';
import { phaseText, viewProgress } from './view-progress.ts';
import { viewActions, viewTop } from './view-top.ts';
import { languageOf, type Words, wordsIn } from './words.ts';

let words: Words = wordsIn(languageOf(navigator.language));
let wasRunning = false;

export function draw(model: Model, actions: Actions): void {
  const now = Date.now();
  if (model.status !== null) words = wordsIn(languageOf(model.status.locale));
  document.documentElement.lang = words.language;
  place('top', viewTop(model, words, now), viewActions(model, words, actions));
  place('now', viewProgress(model, words, actions), viewConnection(model, words, actions));
  place('outcome', viewOutcome(model, words, actions, now), viewSchema(model, words));
  place('findings', viewFindings(model, words, actions));
  place('lists', viewLists(model, words, actions));
  place('foot', viewFoot(model, words, actions));
  announce(model);
  keepFocus(model);
}

const SAID_MS = 5000;

/** A passing remark: shown for a while, and read out by a screen reader. */
export function say(key: TextKey): void {
  set('status', words.say(key));
  document.getElementById('status')?.setAttribute('class', 'remark');
  setTimeout(() => document.getElementById('status')?.setAttribute('class', 'unseen'), SAID_MS);
}

/** What each region was last drawn as; what a reader opened since is no difference. */
const drawn = new Map<string, string>();

function place(id: string, ...children: readonly (HTMLElement | null)[]): void {
  const region = document.getElementById(id);
  const wanted = children.filter((child) => child !== null);
  const html = wanted.map((child) => child.outerHTML.replaceAll(' open=""', '')).join('');
  if (region === null || drawn.get(id) === html) return;
  drawn.set(id, html);
  const focused = region.contains(document.activeElement) ? document.activeElement?.id : '';
  region.replaceChildren(...wanted);
  if (focused) document.getElementById(focused)?.focus();
}

function announce(model: Model): void {
  const { run, work, status } = model;
  if (run !== null && work === 'run') set('status', phaseText(run, words));
  else if (work === 'stopping') set('status', words.say('action.stopping'));
  else if (work === 'status' && status === null) set('status', words.say('app.loading'));
  else set('status', document.querySelector('#outcome h2')?.textContent ?? '');
}

function set(id: string, text: string): void {
  const element = document.getElementById(id);
  if (element !== null && element.textContent !== text) element.textContent = text;
}

/** A button that was pressed goes off with the work: the keyboard goes on at Stop, and then at the result. */
function keepFocus({ work }: Model): void {
  const isRunning = work === 'run' || work === 'stopping';
  const isLost = document.activeElement === null || document.activeElement === document.body;
  if (isLost && isRunning && !wasRunning) document.getElementById('stop')?.focus();
  if (isLost && !isRunning && wasRunning) document.getElementById('result')?.focus();
  wasRunning = isRunning;
}
