// Elements of the page, made and found.

export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no element ${id}.`);
  return element;
}

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A sentence for a few seconds; screen readers hear it too. */
export function note(text: string, kind: 'info' | 'error' = 'info'): void {
  const shown = element('p', { class: `note ${kind}` }, text);
  byId('notes').append(shown);
  setTimeout(() => shown.remove(), kind === 'error' ? 12_000 : 6_000);
}
