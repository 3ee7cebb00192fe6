// A table that would lose texts: which columns, how many cells now, and the script that mends it.
import type { Actions } from './act.ts';
import type { RefusedColumn } from './answers.ts';
import { banner } from './banner.ts';
import { fold, h } from './dom.ts';
import { viewItems } from './listing.ts';
import type { Model } from './model.ts';
import type { Words } from './words.ts';

const FIRST = 8;

export function viewSchema(model: Model, words: Words, actions: Actions): HTMLElement | null {
  const schema = model.run?.schema ?? null;
  if (schema === null || model.work === 'run' || model.work === 'stopping') return null;
  const cells = schema.columns.reduce((sum, column) => sum + column.tooLong, 0);
  const items = [...schema.columns].sort((a, b) => b.tooLong - a.tooLong);
  const draw = (column: RefusedColumn) => viewColumn(column, words);
  const list = viewItems(
    { id: 'columns', items, count: items.length, first: FIRST, from: null, draw },
    model,
    words,
    actions,
  );
  list.classList.add('columns');
  return banner(
    {
      tone: 'warn',
      sign: 'warn',
      title: words.say('schema.title'),
      text: [
        words.say('schema.text', { n: schema.columns.length, table: schema.table }),
        cells === 0 ? words.say('schema.no_cells') : words.say('schema.cells', { n: cells }),
        ...(schema.rowsRead === null ? [] : [words.say('schema.partly', { n: schema.rowsRead })]),
      ],
    },
    list,
    schema.fixScript === '' ? null : viewFix(schema.fixScript, words),
    h('p', { class: 'took' }, words.say('schema.then')),
  );
}

const viewColumn = ({ header, limit, dataType, tooLong, longest }: RefusedColumn, words: Words): HTMLElement =>
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

function viewFix(script: string, words: Words): HTMLElement {
  const area = h('textarea', {
    id: 'fix-script',
    readonly: true,
    rows: 5,
    'aria-label': words.say('schema.fix'),
    spellcheck: 'false',
  });
  area.textContent = script;
  const copy = h('button', { type: 'button', id: 'copy', class: 'link' }, words.say('action.copy'));
  copy.addEventListener('click', () => {
    (area as HTMLTextAreaElement).select();
    if (document.execCommand('copy')) copy.textContent = words.say('action.copied');
    copy.focus();
  });
  return fold('fix', false, [words.say('schema.fix')], area, copy);
}
