// Draws the model into the page's regions. A region is replaced only when it comes out different, so focus and scrolling stay.
import type { Actions } from './act.ts';
import { announce, remark } from './announce.ts';
import { keepingFocus } from './focus.ts';
import type { Model } from './model.ts';
import type { TextKey } from './texts.ts';
import { viewBuyer } from './view-buyer.ts';
import { viewConnection, viewFoot } from './view-connection.ts';
import { viewFindings } from './view-findings.ts';
import { viewGroups } from './view-groups.ts';
import { viewHeadings } from './view-headings.ts';
import { viewHolds } from './view-holds.ts';
import { viewLists } from './view-lists.ts';
import { viewOutcome } from './view-outcome.ts';
import { viewProgress } from './view-progress.ts';
import { viewQueue } from './view-queue.ts';
import { viewRepaired, viewShort, viewTaken } from './view-repair.ts';
import { viewSchedule, viewTrouble } from './view-schedule.ts';
import { viewSchema } from './view-schema.ts';
import { viewSetup } from './view-setup.ts';
import { viewActions, viewTop } from './view-top.ts';
import { languageOf, type Words, wordsIn } from './words.ts';

let words: Words = wordsIn(languageOf(navigator.language));

export function draw(model: Model, actions: Actions): void {
  const now = Date.now();
  if (model.status !== null) words = wordsIn(languageOf(model.status.locale));
  document.documentElement.lang = words.language;
  keepingFocus(() => drawRegions(model, actions, now), landings(model));
  announce(model, words);
}

function drawRegions(model: Model, actions: Actions, now: number): void {
  place('top', viewTop(model, words, now), viewActions(model, words, actions, now), viewShort(model, words, actions));
  place('trouble-place', viewTrouble(model, words));
  place(
    'now',
    viewProgress(model, words, actions),
    viewConnection(model, words, actions),
    viewSetup(model, words, actions),
    viewHeadings(model, words, actions),
  );
  // While headings are agreed on, nothing else is on the page.
  if (model.contract.form !== null) {
    for (const id of ['outcome', 'holds', 'queue', 'repair', 'findings', 'groups', 'lists', 'buyer', 'hourly'])
      place(id);
    place('foot', viewFoot(model, words, actions));
    return;
  }
  place('outcome', viewOutcome(model, words, actions, now), viewSchema(model, words, actions));
  place('holds', viewHolds(model, words, actions, now));
  place('queue', viewQueue(model, words, actions, now));
  place('repair', viewRepaired(model, words, actions, now), viewTaken(model, words, actions, now));
  place('findings', viewFindings(model, words, actions, now));
  place('groups', viewGroups(model, words, actions, now));
  place('lists', viewLists(model, words, actions));
  place('buyer', viewBuyer(model, words, actions, now));
  place('hourly', viewSchedule(model, words, actions, now));
  place('foot', viewFoot(model, words, actions));
}

/** Where a keyboard goes on whose place is gone: at Stop while a run is under way, else at its result, else at what can be done. */
const landings = ({ work }: Model): readonly string[] =>
  work === 'run' || work === 'stopping'
    ? ['stop']
    : work === null
      ? ['result', 'sync', 'setup', 'key', 'retry', 'elsewhere']
      : work === 'taking'
        ? ['repaired']
        : work === 'retrying'
          ? ['queue-card']
          : [];

export const say = (key: TextKey): void => remark(words.say(key));

/** What each region was last drawn as; what a reader opened since is no difference. */
const drawn = new Map<string, string>();

function place(id: string, ...children: readonly (HTMLElement | null)[]): void {
  const region = document.getElementById(id);
  const wanted = children.filter((child) => child !== null);
  const html = wanted.map((child) => child.outerHTML.replaceAll(' open=""', '')).join('');
  if (region === null || drawn.get(id) === html) return;
  drawn.set(id, html);
  region.replaceChildren(...wanted);
}
