// The database side: how many rows the table has, the selected buyer's row as it is stored, and the newest writes.
import { byId, element } from './dom.ts';
import { type Figures, getRow, type State } from './server.ts';

export interface DatabasePane {
  /** The buyer whose row in the sheet is selected, and the header of the selected column. */
  readonly show: (key: string, header: string) => void;
  readonly update: (figures: Figures) => void;
}

export function createDatabasePane(state: State): DatabasePane {
  const count = element('strong', { class: 'count', id: 'database-count' }, '–');
  const recent = element('ul', { class: 'recent', id: 'database-recent' });
  const row = element('div', { class: 'row', id: 'database-row' });
  const title = element('h2', {}, 'Database ', element('code', {}, state.table ?? ''));
  byId('database').replaceChildren(
    element('header', {}, title, element('p', {}, count, ' rows')),
    element(
      'div',
      { class: 'panes' },
      row,
      element('div', { class: 'writes' }, element('h3', {}, 'Newest writes'), recent),
    ),
  );
  const show = rowShower(row, state);
  let shown = { key: '', header: '' };
  return {
    show: (key, header) => {
      shown = { key, header };
      void show(key, header);
    },
    update: (figures) => {
      if (count.textContent !== '–' && count.textContent !== figures.count.toLocaleString('en')) flash(count);
      count.textContent = figures.count.toLocaleString('en');
      recent.replaceChildren(...recentLines(figures));
      void show(shown.key, shown.header);
    },
  };
}

/** Asks once at a time; the last question asked is the one answered. */
function rowShower(place: HTMLElement, { columns }: State): (key: string, header: string) => Promise<void> {
  let asked = 0;
  let before: { key: string; row: Readonly<Record<string, string | null>> | null } = { key: '', row: null };
  return async (key, header) => {
    asked += 1;
    const mine = asked;
    const row = key === '' ? null : await getRow(key).catch(() => null);
    if (mine !== asked) return;
    if (row === null) {
      const text =
        key === '' ? 'Select a buyer’s row to see it as it is stored.' : `No row ${key} in the database yet.`;
      place.replaceChildren(element('p', { class: 'empty' }, text));
    } else {
      const headers = new Map(columns.map((column) => [column.column, column.header]));
      const changed = (name: string) => before.key === key && before.row !== null && before.row[name] !== row[name];
      place.replaceChildren(
        ...Object.entries(row).map(([name, value]) => field(name, headers.get(name), value, changed(name))),
      );
      mark(place, columns.find((column) => column.header === header)?.column);
    }
    before = { key, row };
  };
}

function field(name: string, header: string | undefined, value: string | null, isChanged: boolean): HTMLElement {
  const label = element('dt', {}, header ?? '', ' ', element('code', {}, name));
  const text = value === null ? element('i', {}, 'null') : value;
  return element(
    'dl',
    { 'data-column': name, ...(isChanged ? { class: 'flash' } : {}) },
    label,
    element('dd', {}, text),
  );
}

function mark(place: HTMLElement, column: string | undefined): void {
  const target = place.querySelector<HTMLElement>(`[data-column="${CSS.escape(column ?? '')}"]`);
  if (target === null) return;
  target.setAttribute('aria-current', 'true');
  place.scrollTo({ top: target.offsetTop - place.offsetTop - 8 });
}

function recentLines({ recent }: Figures): HTMLElement[] {
  if (recent.length === 0) return [element('li', { class: 'empty' }, 'Nothing written yet.')];
  return recent.map(({ key, at, outcome }) =>
    element(
      'li',
      { class: outcome },
      element('code', {}, key),
      element('span', {}, outcome),
      element('time', { datetime: at }, new Date(at).toLocaleTimeString()),
    ),
  );
}

function flash(target: HTMLElement): void {
  target.classList.remove('flash');
  void target.offsetWidth;
  target.classList.add('flash');
}
