// Headings that changed since they were agreed on: only their columns wait, and each is answered at one click.
import type { Actions } from './act.ts';
import type { HeadingState, HeldHeading } from './answers-contract.ts';
import { notice } from './banner.ts';
import { cellButton } from './cell-button.ts';
import { fold, h } from './dom.ts';
import { viewItems } from './listing.ts';
import type { Model } from './model.ts';
import { failureWords } from './problem-words.ts';
import type { Words } from './words.ts';

const FIRST = 5;

export function viewHeadings(model: Model, words: Words, actions: Actions): HTMLElement | null {
  const { status, contract, work } = model;
  const headings = status?.headings ?? null;
  const isAtRun = work === 'run' || work === 'stopping';
  if (headings === null || contract.form !== null || isAtRun) return null;
  if (headings.movedTo !== null) return viewMoved(headings.movedTo, model, words, actions);
  if (headings.held.count === 0) return null;
  const { items, count } = headings.held;
  const card = notice(
    'headings',
    { tone: 'warn', sign: 'warn', title: words.say('headings.title'), text: words.say('headings.text', { n: count }) },
    viewItems(
      {
        id: 'heading-held',
        items,
        count,
        first: FIRST,
        from: null,
        draw: (item) => viewHeld(item, headings, model, words, actions),
      },
      model,
      words,
      actions,
    ),
    failure(model, words),
  );
  card.setAttribute('tabindex', '-1');
  return card;
}

const failure = ({ contract }: Model, words: Words): HTMLElement | null =>
  contract.problem === null ? null : h('p', { class: 'failed', role: 'alert' }, failureWords(contract.problem, words));

function viewMoved(row: number, model: Model, words: Words, actions: Actions): HTMLElement {
  const text = words.say('headings.moved', { row: String(row) });
  return notice(
    'headings',
    { tone: 'warn', sign: 'warn', title: words.say('headings.moved_title'), text },
    h(
      'div',
      { class: 'actions' },
      plain('headings-row', words.say('headings.look', { row: String(row) }), model, () => actions.contract.open(row)),
    ),
    failure(model, words),
  );
}

const plain = (id: string, text: string, { work }: Model, click: () => void, kind: string | null = null): HTMLElement =>
  h('button', { type: 'button', id, class: kind, disabled: work !== null, click }, text);

function viewHeld(held: HeldHeading, state: HeadingState, model: Model, words: Words, actions: Actions): HTMLElement {
  const { index, cell, header, reason, before } = held;
  const about = header === '' ? words.say('headings.blank') : header;
  const why = words.sayIf(`reason.${reason}`, { before: before ?? '' }) ?? reason.replaceAll('_', ' ');
  const was = before !== null && reason !== 'header_blank' ? words.say('headings.was', { before }) : '';
  return h(
    'li',
    { class: 'held-heading' },
    h('ul', {}, cellButton({ id: `held-heading-${index}`, a1: cell, label: cell, about }, words, actions)),
    h('p', { class: 'cause' }, [why, was].filter((text) => text !== '').join(' · ')),
    h('div', { class: 'answers' }, ...viewAnswers(held, model, words, actions)),
    reason !== 'header_blank' &&
      fold(`more-${index}`, false, [words.say('headings.other')], ...viewOthers(held, state, model, words, actions)),
  );
}

/** The likely one comes first. */
function viewAnswers(held: HeldHeading, model: Model, words: Words, actions: Actions): (HTMLElement | null)[] {
  const { index, reason, proposal, before } = held;
  const { contract } = actions;
  if (reason === 'header_blank')
    return [
      proposal !== null && before !== null
        ? plain(`back-${index}`, words.say('headings.write_back', { before }), model, () => contract.writeBack(held))
        : null,
      plain(`leave-${index}`, words.say('setup.leave'), model, () => contract.answer(held, { decision: 'ignored' })),
    ];
  const same =
    proposal === null
      ? null
      : plain(`same-${index}`, sameWords(reason, proposal, words), model, () =>
          contract.answer(held, { decision: 'column', column: proposal }),
        );
  return [
    same,
    plain(`leave-${index}`, words.say('setup.leave'), model, () => contract.answer(held, { decision: 'ignored' })),
  ];
}

function sameWords(reason: string, column: string, words: Words): string {
  if (reason === 'header_doubled') return words.say('headings.this_one');
  return words.say(reason === 'header_unknown' ? 'headings.use' : 'headings.same', { column });
}

function viewOthers(held: HeldHeading, { free }: HeadingState, model: Model, words: Words, actions: Actions) {
  const { index, header, proposal } = held;
  const { contract } = actions;
  const select = h(
    'select',
    { id: `other-${index}`, 'aria-label': words.say('setup.fills', { header }), disabled: model.work !== null },
    h('option', { value: '' }, words.say('headings.choose')),
    ...free.filter((name) => name !== proposal).map((name) => h('option', { value: name }, name)),
  ) as HTMLSelectElement;
  select.addEventListener('change', () => {
    if (select.value !== '') contract.answer(held, { decision: 'column', column: select.value });
  });
  return [
    free.length > 0 && h('div', { class: 'use' }, select),
    h(
      'div',
      { class: 'answers' },
      plain(`never-${index}`, words.say('setup.never'), model, () => contract.answer(held, { decision: 'never' })),
      held.reason !== 'header_doubled' &&
        plain(`new-${index}`, words.say('headings.new_column'), model, () => contract.newColumn(held)),
    ),
    viewMigration(held, model, words),
  ];
}

/** Nobody's table is changed from a sidebar. */
function viewMigration({ index }: HeldHeading, { contract }: Model, words: Words): HTMLElement | false {
  const column = contract.newColumns[index];
  if (column === undefined) return false;
  const script = h(
    'textarea',
    { id: `migration-${index}`, readonly: true, rows: 6, 'aria-label': words.say('headings.migration') },
    column.migration,
  ) as HTMLTextAreaElement;
  return h(
    'div',
    { class: 'migration' },
    h('p', { class: 'fix' }, words.say('headings.operator', { column: column.name })),
    script,
    copyButton(script, words),
  );
}

function copyButton(script: HTMLTextAreaElement, words: Words): HTMLElement {
  const button = h(
    'button',
    {
      type: 'button',
      id: `${script.id}-copy`,
      click: () => {
        script.select();
        if (document.execCommand('copy')) button.textContent = words.say('action.copied');
      },
    },
    words.say('action.copy'),
  );
  return button;
}
