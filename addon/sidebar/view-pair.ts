// One heading and the column that it fills: a line to read, or a choice where a person's word is needed or wanted.
import type { Actions } from './act.ts';
import type { Heading, SetupView } from './answers-contract.ts';
import { cellButton } from './cell-button.ts';
import { type Choice, choiceOf, isOpen, type SetupForm } from './contract-model.ts';
import { h } from './dom.ts';
import { isSought } from './sought.ts';
import type { Words } from './words.ts';

export function viewPair(
  heading: Heading,
  form: SetupForm,
  view: SetupView,
  isOff: boolean,
  words: Words,
  actions: Actions,
): HTMLElement {
  const { index, cell, header, use } = heading;
  const about = header === '' ? words.say('headings.blank') : header;
  const choice = choiceOf(form, heading);
  const text = `${header} ${choice.column ?? ''}`;
  const isChosen = use === 'held' || form.editing === index || form.choices[index] !== undefined;
  return h(
    'li',
    { class: 'pair', 'data-text': text, hidden: !isSought(text) },
    h('ul', {}, cellButton({ id: `heading-${index}`, a1: cell, label: cell, about }, words, actions)),
    ...(isChosen
      ? chosen(heading, choice, view, isOff, words, actions)
      : [viewLine(heading, choice, isOff, words, actions)]),
  );
}

function viewLine(heading: Heading, choice: Choice, isOff: boolean, words: Words, actions: Actions): HTMLElement {
  const { index, header } = heading;
  const edit = h(
    'button',
    {
      type: 'button',
      class: 'link',
      id: `edit-${index}`,
      disabled: isOff,
      'aria-label': words.say('setup.change_of', { header }),
      click: () => actions.contract.edit(index),
    },
    words.say('setup.change'),
  );
  return h('p', { class: 'to' }, h('span', {}, useWords(heading, choice, words)), isOpen(heading) && edit);
}

function useWords({ use, reason }: Heading, { decision, column, asValue }: Choice, words: Words): string {
  if (use === 'database') return words.sayIf(`reason.${reason}`) ?? words.say('setup.by_database');
  if (column === null) return words.say(decision === 'never' ? 'setup.never' : 'setup.leave');
  return asValue ? words.say('setup.to_value', { column }) : words.say('setup.to', { column });
}

const LEAVE = ' ignored';
const NEVER = ' never';

function chosen(heading: Heading, choice: Choice, view: SetupView, isOff: boolean, words: Words, actions: Actions) {
  const { index, header, reason, proposal, before, use } = heading;
  const select = h('select', {
    id: `use-${index}`,
    disabled: isOff,
    'aria-label': words.say('setup.fills', { header }),
  }) as HTMLSelectElement;
  const option = (value: string, text: string) => {
    const isSelected = value === (choice.column ?? (choice.decision === 'never' ? NEVER : LEAVE));
    return h('option', { value, selected: isSelected }, text);
  };
  select.append(
    option(LEAVE, words.say('setup.leave')),
    option(NEVER, words.say('setup.never')),
    ...offered(heading, view).map((name) => option(name, name)),
  );
  select.addEventListener('change', () => {
    const { value } = select;
    const decision = value === LEAVE ? 'ignored' : value === NEVER ? 'never' : 'column';
    const column = decision === 'column' ? value : null;
    actions.contract.choose(heading, { decision, column, asValue: column !== null && choice.asValue });
  });
  const isProposed = use === 'held' && proposal !== null && choice.column === proposal;
  const why = use === 'held' ? (words.sayIf(`reason.${reason}`, { before: before ?? '' }) ?? '') : '';
  const probably = isProposed && reason !== 'header_doubled' ? words.say('held.proposal', { column: proposal }) : '';
  const said = [why, probably].filter((text) => text !== '').join(' · ');
  return [
    said !== '' && h('p', { class: 'cause' }, said),
    h('div', { class: 'use' }, select),
    isTextColumn(heading, choice.column, view) && viewAsValue(heading, choice, isOff, words, actions),
  ];
}

/** Of a very wide table not all columns are listed. */
const offered = ({ column }: Heading, { columns }: SetupView): readonly string[] => {
  const names = columns.map(({ name }) => name);
  return column === null || names.includes(column) ? names : [column, ...names];
};

const isTextColumn = ({ column: own, isText }: Heading, column: string | null, { columns }: SetupView): boolean => {
  const type = columns.find(({ name }) => name === column)?.type;
  return type === undefined ? column === own && isText : /^(text|character)/.test(type);
};

/** What a person sees is the default; the value beneath is for texts that numbers were typed into. */
function viewAsValue(heading: Heading, choice: Choice, isOff: boolean, words: Words, actions: Actions): HTMLElement {
  const { index } = heading;
  const box = h('input', { type: 'checkbox', id: `value-${index}`, checked: choice.asValue, disabled: isOff });
  box.addEventListener('change', () =>
    actions.contract.choose(heading, { ...choice, asValue: (box as HTMLInputElement).checked }),
  );
  return h('label', { class: 'value', for: `value-${index}` }, box, h('span', {}, words.say('setup.as_value')));
}
