// One value that differs: whose it is, where it stands, what both sides hold, and what can be done about it alone.
import type { Mismatch, MismatchGroup } from '../../shared/protocol.ts';
import { cellButton } from './cell-button.ts';
import { whyNoPush } from './check-state.ts';
import { h } from './dom.ts';
import { groupId, nameOf } from './repair-model.ts';
import type { Page } from './view-lists.ts';
import { viewQuestion } from './view-question.ts';

/** Sent again, these would be refused or held again. */
export const POINTLESS: ReadonlySet<string> = new Set(['held', 'rejected', 'queued']);

export function viewMismatch(id: string, group: MismatchGroup, mismatch: Mismatch, page: Page): HTMLElement {
  const { words, actions, model } = page;
  const { cell, buyerNumber, spreadsheetValue, databaseValue } = mismatch;
  const { question } = model.repair;
  const isAsked = question !== null && question.key === buyerNumber && question.groupId === groupId(group);
  return h(
    'li',
    { class: 'mismatch' },
    h('ul', {}, cellButton({ id, a1: cell, label: cell, about: buyerNumber }, words, actions)),
    viewBoth(spreadsheetValue, databaseValue, page),
    isAsked ? viewQuestion(question, page) : viewRowChoices(id, group, mismatch, page),
  );
}

function viewRowChoices(id: string, group: MismatchGroup, mismatch: Mismatch, { words, actions, model }: Page) {
  const { buyerNumber: key } = mismatch;
  // Of a group of one its own buttons say it all.
  if (group.count === 1 || model.repair.settled.includes(groupId(group))) return null;
  const link = (what: string, text: string, click: () => void) =>
    h(
      'button',
      {
        type: 'button',
        class: 'link',
        id: `${id}-${what}`,
        disabled: model.work !== null,
        'aria-label': `${text} (${mismatch.cell})`,
        click,
      },
      text,
    );
  const question = {
    id: `${id}-take`,
    groupId: groupId(group),
    group: nameOf(group),
    header: group.header,
    key,
    count: 1,
    examples: [mismatch],
  };
  return h(
    'p',
    { class: 'row-choices' },
    !POINTLESS.has(group.cause) &&
      whyNoPush(model) === null &&
      link('push', words.say('push.row'), () => actions.repair.push({ key })),
    link('take', words.say('take.one'), () => actions.repair.ask(question)),
  );
}

/** Both sides' values, one below the other. */
export function viewBoth(sheet: string | null, database: string | null, { words }: Pick<Page, 'words'>): HTMLElement {
  const side = (name: 'sheet' | 'database', value: string | null) => [
    h('dt', {}, words.say(`mismatches.${name}`)),
    h('dd', { class: value === null ? 'empty' : null }, value ?? words.say('mismatches.empty')),
  ];
  return h('dl', {}, ...side('sheet', sheet), ...side('database', database));
}
