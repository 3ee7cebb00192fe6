// Beside the formula bar: whether typing is kept as text, and what became of what was typed last.
import { byId, element } from './dom.ts';
import type { TypedAnswer, TypedCell } from './server.ts';

export interface TypedNote {
  /** Off, as in Sheets, until a person turns it on. */
  readonly isOn: () => boolean;
  /** Stays until the next cells are typed. */
  readonly tell: (cells: readonly TypedCell[], answer: TypedAnswer, keptAsText: boolean) => void;
}

export function createTypedNote(keep: (cells: readonly TypedCell[]) => Promise<void>): TypedNote {
  const box = byId('keep-as-text') as HTMLInputElement;
  const place = byId('typed-note');
  return {
    isOn: () => box.checked,
    tell: (cells, { said, converted }, keptAsText) => {
      place.replaceChildren();
      if (keptAsText) place.append(keptWords(cells));
      if (converted.length === 0) return;
      const button = element('button', { type: 'button', class: 'link' }, 'Keep as text');
      button.addEventListener('click', () => void keep(converted));
      place.append(element('span', {}, said), ' ', button);
    },
  };
}

function keptWords(cells: readonly TypedCell[]): string {
  const [first, ...others] = cells.filter(({ text }) => text !== '');
  if (first === undefined) return '';
  return others.length === 0 ? `${first.text} is kept as text.` : `${others.length + 1} cells are kept as text.`;
}
