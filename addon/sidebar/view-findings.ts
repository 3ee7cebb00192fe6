// The cells that stand in the way, by column and cause; a press of one selects it in the sheet.
import type { Actions } from './act.ts';
import type { Finding } from './answers.ts';
import { cellButton } from './cell-button.ts';
import { checkOf } from './check-state.ts';
import { fold, h } from './dom.ts';
import { type FindingGroup, findingGroups, ungrouped } from './findings.ts';
import { itemId, viewItems } from './listing.ts';
import type { Model } from './model.ts';
import { viewCheckFindings } from './view-check.ts';
import { retryOfFinding } from './view-queue.ts';
import type { Words } from './words.ts';

const FIRST = 8;

export function viewFindings(model: Model, words: Words, actions: Actions, nowMs: number): HTMLElement | null {
  const { run, work } = model;
  if (run === null) return null;
  const check = checkOf(run);
  if (check !== null && work !== 'run') return viewCheckFindings(check, run.notes?.held ?? null, words, actions);
  const groups = findingGroups(run);
  const rest = ungrouped(run);
  const count = groups.reduce((sum, group) => sum + group.count, rest);
  if (count === 0) return null;
  return h(
    'section',
    { class: 'list', 'aria-labelledby': 'findings-title', 'aria-busy': work === 'run' ? 'true' : null },
    h(
      'h2',
      {},
      h('span', { id: 'findings-title' }, words.say('findings.title')),
      h('span', { class: 'count' }, words.number(count)),
    ),
    h('p', { class: 'lead' }, words.say('findings.lead')),
    ...groups.map((group, i) => viewGroup(group, i < 2, model, words, actions, nowMs)),
    rest > 0 && h('p', { class: 'lead' }, words.say('list.unlisted', { n: rest })),
  );
}

function viewGroup(
  group: FindingGroup,
  isOpen: boolean,
  model: Model,
  words: Words,
  actions: Actions,
  nowMs: number,
): HTMLElement {
  const { header, code, limit, count, findings } = group;
  const cause = words.sayIf(`fault.${code}`) ?? words.say('fault.other');
  const fix = words.sayIf(`fix.${code}`, { limit: limit ?? 0 }) ?? findings[0]?.fix ?? '';
  const id = `findings ${group.id}`;
  return fold(
    id,
    isOpen,
    [
      h('span', { class: 'what' }, h('b', {}, header ?? words.say('findings.row')), h('span', {}, cause)),
      h('span', { class: 'count' }, words.number(count)),
    ],
    fix !== '' && h('p', { class: 'fix' }, fix),
    viewItems(
      {
        id,
        items: findings,
        count,
        first: FIRST,
        from: hasLog(model) ? 'findings' : null,
        draw: (finding, index) =>
          viewFinding(itemId(id, index), finding, retryOfFinding(finding, model, words, nowMs), words, actions),
      },
      model,
      words,
      actions,
    ),
  );
}

/** A run that the server refused to begin has left nothing in its log. */
const hasLog = ({ run }: Model): boolean =>
  run !== null && run.runId !== '' && run.schema === null && run.nextFindings !== null;

function viewFinding(id: string, finding: Finding, again: string, words: Words, actions: Actions): HTMLElement {
  const { cell, rowNumber, key, actual, limit } = finding;
  const measure = actual !== null && limit !== null ? words.say('findings.length', { actual, limit }) : '';
  const label = cell ?? words.say('list.row', { row: rowNumber });
  const line = cellButton({ id, a1: cell ?? `A${rowNumber}`, label, about: key ?? '', measure }, words, actions);
  if (again !== '') line.append(h('p', { class: 'again' }, again));
  return line;
}
