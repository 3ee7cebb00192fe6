// What a dropped file would become: its cells as they will appear, and the table, to be changed and agreed to.
import { byId, element } from './dom.ts';
import { type FileOffer, makeTable, type OfferedCells, type ProposedColumn } from './server.ts';

/** Escape and Cancel leave everything as it was. */
export function showOffer(offer: FileOffer): void {
  const dialog = byId('drop-dialog') as HTMLDialogElement;
  const keep = element('input', { type: 'checkbox', id: 'drop-keep' });
  const place = element('div', { class: 'choice' });
  const fault = element('p', { class: 'fault', role: 'alert', id: 'drop-fault' });
  const cancel = element('button', { type: 'button' }, 'Cancel');
  const create = element(
    'button',
    { type: 'submit', class: 'primary', id: 'drop-create' },
    'Create the table and open the sheet',
  );
  const form = element(
    'form',
    { method: 'dialog' },
    element('h2', { id: 'drop-title' }, offer.name),
    element('p', { class: 'facts' }, facts(offer)),
    ...offer.remarks.map((remark) => element('p', { class: 'remark' }, remark)),
    element('label', { class: 'keep' }, keep, ' Keep as text: every cell stays as it stands in the file'),
    place,
    fault,
    element('footer', {}, cancel, create),
  );
  let table = tableForm(offer, offer.converted);
  const show = (): void => {
    const cells = keep.checked ? offer.kept : offer.converted;
    table = tableForm(offer, cells);
    const said = element('p', { class: 'said', id: 'drop-said', role: 'status' }, cells.said);
    if (!keep.checked && cells.said.includes('converted:'))
      said.append(' Choose “keep as text” to keep them as they stand.');
    place.replaceChildren(said, preview(offer, cells), table.element);
    fault.textContent = table.hasKey
      ? ''
      : 'No column can be the key: each has empty or doubled values. Add a column with a different value in every row, and drop the file again.';
    create.disabled = !table.hasKey;
  };
  keep.addEventListener('change', show);
  cancel.addEventListener('click', () => dialog.close());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void agree();
  });
  const agree = async (): Promise<void> => {
    create.disabled = true;
    fault.textContent = '';
    const agreed = { file: offer.id, keepAsText: keep.checked, ...table.read() };
    const made = await makeTable(agreed).catch((error: unknown) => ({ ok: false as const, message: String(error) }));
    if (made.ok) return window.location.assign(made.value.path);
    fault.textContent = made.message;
    create.disabled = false;
  };
  show();
  dialog.replaceChildren(form);
  dialog.showModal();
}

function facts({ rowCount, columnCount, separator, encoding }: FileOffer): string {
  const rows = `${rowCount.toLocaleString('en')} ${rowCount === 1 ? 'row' : 'rows'}`;
  const columns = `${columnCount.toLocaleString('en')} ${columnCount === 1 ? 'column' : 'columns'}`;
  return `${rows} × ${columns}, separated by ${separator}s, in ${encoding}`;
}

function preview({ headers, rowCount }: FileOffer, { preview: rows }: OfferedCells): HTMLElement {
  const caption = rows.length < rowCount ? `The first ${rows.length} rows, as they will appear` : 'As it will appear';
  const heads = Array.from({ length: rows[0]?.length ?? headers.length }, (_, at) => headers[at] ?? '');
  const head = element('tr', {}, ...heads.map((header) => element('th', { scope: 'col' }, header)));
  const lines = rows.map((row) => element('tr', {}, ...row.map(previewCell)));
  const table = element(
    'table',
    {},
    element('caption', {}, caption),
    element('thead', {}, head),
    element('tbody', {}, ...lines),
  );
  // A box that scrolls is reached by the keyboard.
  return element('div', { class: 'preview', tabindex: '0', role: 'region', 'aria-label': caption }, table);
}

/** Beside a converted cell, what stood in the file; beside one that only looks the same, what it means now. */
function previewCell({ shown, was, became }: OfferedCells['preview'][number][number]): HTMLElement {
  if (was === undefined) return element('td', {}, shown);
  const aside = was === shown ? `= ${became ?? ''}` : `was ${was}`;
  return element('td', { class: 'changed' }, shown, ' ', element('small', {}, aside));
}

interface TableForm {
  readonly element: HTMLElement;
  readonly hasKey: boolean;
  readonly read: () => {
    table: string;
    key: number | null;
    columns: { index: number; column: string; type: string }[];
  };
}

function tableForm({ types }: FileOffer, { proposal }: OfferedCells): TableForm {
  const name = element('input', { id: 'drop-table', value: proposal.table, spellcheck: 'false', autocomplete: 'off' });
  const lines = proposal.columns.map((column) => columnLine(column, types, proposal.key));
  const follow = (): void => {
    for (const { key, type } of lines) {
      type.disabled = key.checked;
      if (key.checked) type.value = 'text';
    }
  };
  for (const { key } of lines) key.addEventListener('change', follow);
  follow();
  const heads = ['Header', 'Column', 'Type', 'Key'].map((head) => element('th', { scope: 'col' }, head));
  return {
    element: element(
      'fieldset',
      { class: 'table' },
      element('legend', {}, 'The proposed table'),
      element('label', {}, 'Table ', name),
      element(
        'p',
        { class: 'aside' },
        'The key tells the rows apart; it is text. Nothing that is in the database is overwritten.',
      ),
      element(
        'div',
        { class: 'columns' },
        element(
          'table',
          {},
          element('thead', {}, element('tr', {}, ...heads)),
          element('tbody', {}, ...lines.map(({ row }) => row)),
        ),
      ),
    ),
    hasKey: proposal.key !== null,
    read: () => ({
      table: name.value,
      key: lines.find(({ key }) => key.checked)?.index ?? null,
      columns: lines.map(({ index, column, type }) => ({ index, column: column.value, type: type.value })),
    }),
  };
}

function columnLine(
  { index, header, column: name, type: proposed, notKey }: ProposedColumn,
  types: readonly string[],
  keyIndex: number | null,
) {
  const column = element('input', {
    value: name,
    'aria-label': `Column for ${header}`,
    spellcheck: 'false',
    autocomplete: 'off',
  });
  const type = element(
    'select',
    { 'aria-label': `Type of ${header}` },
    ...types.map((one) => element('option', {}, one)),
  );
  type.value = proposed;
  const key = element('input', {
    type: 'radio',
    name: 'key',
    'aria-label': `${header} is the key`,
    value: String(index),
  });
  key.checked = index === keyIndex;
  key.disabled = notKey !== null;
  const row = element(
    'tr',
    {},
    element('th', { scope: 'row' }, header),
    element('td', {}, column),
    element('td', {}, type),
    element('td', {}, key, ...(notKey === null ? [] : [element('span', { class: 'aside' }, ` ${notKey}`)])),
  );
  return { index, row, column, type, key };
}
