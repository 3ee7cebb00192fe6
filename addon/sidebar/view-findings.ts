// The cells that stand in the way, by column and cause; a press of one selects it in the sheet.
import type { Actions } from './act.ts';
import type { Finding, SchemaRefusal } from './answers.ts';
import { fold, h, pages } from './dom.ts';
import { cellsInTheWay, type FindingGroup, groupFindings, type Model, type RunView } from './model.ts';
import { banner } from './view-outcome.ts';
import type { Words } from './words.ts';

const SHOWN = 8;

export function viewFindings(model: Model, words: Words, actions: Actions): HTMLElement | null {
  const { run, work } = model;
  if (run === null) return null;
  const { count, items } = cellsInTheWay(run);
  if (count === 0) return null;
  const groups = groupFindings(items);
  return h(
    'section',
    { class: 'list', 'aria-busy': work === 'run' ? 'true' : null },
    h('h2', {}, words.say('findings.title'), h('span', { class: 'count' }, words.number(count))),
    h('p', { class: 'lead' }, words.say('findings.lead')),
    ...groups.map((group, i) => viewGroup(group, countOf(group, run), i < 2, words, actions)),
    count > items.length && h('p', { class: 'lead' }, words.say('findings.unlisted', { n: count - items.length })),
  );
}

/** A refused schema counts every cell, though only the first are listed. */
const countOf = ({ sample, findings }: FindingGroup, { schema }: RunView): number =>
  schema?.columns.find((column) => column.column === sample.column)?.tooLong ?? findings.length;

function viewGroup(
  { header, code, sample, findings }: FindingGroup,
  count: number,
  isOpen: boolean,
  words: Words,
  actions: Actions,
): HTMLElement {
  const cause = words.sayIf(`fault.${code}`) ?? words.say('fault.other');
  const fix = words.sayIf(`fix.${code}`, { limit: sample.limit ?? 0 }) ?? sample.fix;
  return fold(
    `finding ${header} ${code}`,
    isOpen,
    [
      h('span', { class: 'what' }, h('b', {}, header ?? words.say('findings.row')), h('span', {}, cause)),
      h('span', { class: 'count' }, words.number(count)),
    ],
    fix !== '' && h('p', { class: 'fix' }, fix),
    pages(
      findings,
      SHOWN,
      (n) => words.say('action.more', { n }),
      (finding) => viewFinding(finding, words, actions),
    ),
  );
}

function viewFinding(finding: Finding, words: Words, actions: Actions): HTMLElement {
  const { cell, rowNumber, key, actual, limit } = finding;
  const size = actual !== null && limit !== null ? words.say('findings.length', { actual, limit }) : '';
  return cellButton(
    cell ?? `A${rowNumber}`,
    cell ?? words.say('list.row', { row: rowNumber }),
    key ?? '',
    size,
    words,
    actions,
  );
}

/** Address, whose row it is, and a measure at the end. */
export function cellButton(
  a1: string,
  label: string,
  about: string,
  measure: string,
  words: Words,
  actions: Actions,
): HTMLElement {
  return h(
    'li',
    {},
    h(
      'button',
      {
        type: 'button',
        class: 'cell',
        title: words.say('findings.go', { cell: a1 }),
        click: (event) => actions.select(a1, event.detail > 0),
      },
      h('span', { class: 'address' }, label),
      h('span', { class: 'about' }, about),
      h('span', { class: 'measure' }, measure),
    ),
  );
}

/** A table that would lose texts: which columns, how many cells now, and the script that mends it. */
export function viewSchema(model: Model, words: Words): HTMLElement | null {
  const schema = model.run?.schema ?? null;
  if (schema === null || model.work === 'run') return null;
  const cells = schema.columns.reduce((sum, column) => sum + column.tooLong, 0);
  const text = words.say('schema.text', { n: schema.columns.length, table: schema.table });
  const counted = cells === 0 ? words.say('schema.no_cells') : words.say('schema.cells', { n: cells });
  return banner(
    { tone: 'warn', sign: 'warn', title: words.say('schema.title'), text: `${text} ${counted}` },
    schemaColumns(schema, words),
    schema.fixScript === '' ? null : viewFix(schema.fixScript, words),
    h('p', { class: 'took' }, words.say('schema.then')),
  );
}

function schemaColumns({ columns }: SchemaRefusal, words: Words): HTMLElement {
  const sorted = [...columns].sort((a, b) => b.tooLong - a.tooLong);
  const draw = ({ header, limit, dataType, tooLong, longest }: (typeof sorted)[number]) =>
    h(
      'li',
      { class: tooLong === 0 ? 'none' : null },
      h('b', {}, header),
      h('span', {}, limit === null ? dataType : words.say('schema.limit', { limit })),
      h(
        'span',
        { class: 'measure' },
        tooLong === 0 ? words.say('schema.fits') : words.say('schema.longest', { n: tooLong, longest }),
      ),
    );
  const list = pages(sorted, SHOWN, (n) => words.say('action.more', { n }), draw);
  list.classList.add('columns');
  return list;
}

function viewFix(script: string, words: Words): HTMLElement {
  const area = h('textarea', { readonly: true, rows: 5, 'aria-label': words.say('schema.fix'), spellcheck: 'false' });
  area.textContent = script;
  const copy = h('button', { type: 'button', class: 'link' }, words.say('action.copy'));
  copy.addEventListener('click', () => {
    (area as HTMLTextAreaElement).select();
    if (document.execCommand('copy')) copy.textContent = words.say('action.copied');
  });
  return fold('fix script', false, [words.say('schema.fix')], area, copy);
}
