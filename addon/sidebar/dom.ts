// Elements in one line each; nothing here knows what the sidebar is about.

type Child = Node | string | null | false;
type Attributes = Readonly<Record<string, string | number | boolean | null | ((event: MouseEvent) => void)>>;

/** A null or false attribute is left out, a function listens to clicks. */
export function h(tag: string, attributes: Attributes = {}, ...children: readonly Child[]): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener('click', value as EventListener);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== false));
  return element;
}

export type IconName = keyof typeof ICONS;

/** Drawn in the text's colour; a word always stands beside it. */
export function icon(name: IconName): Node {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

const SVG = 'http://www.w3.org/2000/svg';
const ICONS = {
  check: 'M10 1.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Zm-1.6 12.4-3.6-3.6 1.2-1.2 2.4 2.4 5.4-5.4 1.2 1.2-6.6 6.6Z',
  warn: 'M10 2 .8 18h18.4L10 2Zm.9 13.4H9.1v-1.8h1.8v1.8Zm0-3.4H9.1V8h1.8v4Z',
  cross: 'M10 1.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Zm.9 12.8H9.1v-1.8h1.8v1.8Zm0-3.6H9.1V5.7h1.8v5Z',
  pause: 'M10 1.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM9 13.2H7.3V6.8H9v6.4Zm3.7 0H11V6.8h1.7v6.4Z',
  clock: 'M10 1.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Zm3.6 11.2L9.2 10V5h1.6v4.1l3.7 2.2-.9 1.4Z',
  person: 'M10 10a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm0 1.8c-3 0-8 1.4-8 4.2v2h16v-2c0-2.8-5-4.2-8-4.2Z',
} as const;

/** Remembers what the reader opened and closed, however often the page is drawn again. */
const folds = new Map<string, boolean>();

export function fold(
  key: string,
  openAtFirst: boolean,
  summary: readonly Child[],
  ...content: readonly Child[]
): HTMLElement {
  // The event that tells may still be under way.
  const before = document.getElementById(`${key}-fold`)?.parentElement;
  if (before instanceof HTMLDetailsElement) folds.set(key, before.open);
  const details = h(
    'details',
    { class: 'fold', open: folds.get(key) ?? openAtFirst },
    h('summary', { id: `${key}-fold` }, ...summary),
    ...content,
  );
  details.addEventListener('toggle', () => folds.set(key, (details as HTMLDetailsElement).open));
  return details;
}

/** For a screen reader only. */
export const unseen = (text: string): HTMLElement => h('span', { class: 'unseen' }, text);
