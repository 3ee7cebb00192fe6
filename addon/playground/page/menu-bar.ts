// The add-on's menu, as its onOpen made it.
import { byId, element, note } from './dom.ts';
import { type MenuEntry, runMenu } from './server.ts';

export function showMenu(menu: MenuEntry): void {
  const summary = element('summary', {}, menu.caption ?? '');
  const details = element('details', { class: 'menu' }, summary, items(menu.items ?? []));
  details.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && details.contains(relatedTarget))) details.open = false;
  });
  details.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    details.open = false;
    summary.focus();
  });
  byId('menu-bar').replaceChildren(details);
}

function items(entries: readonly MenuEntry[]): HTMLElement {
  return element('ul', {}, ...entries.map((entry) => element('li', {}, item(entry))));
}

function item({ caption, functionName, items: below }: MenuEntry): HTMLElement {
  if (below !== undefined) return element('div', {}, element('strong', {}, caption ?? ''), items(below));
  if (caption === undefined || functionName === undefined) return element('hr');
  const button = element('button', { type: 'button' }, caption);
  button.addEventListener('click', () => {
    button.closest('details')?.removeAttribute('open');
    void choose(functionName);
  });
  return button;
}

export async function choose(functionName: string): Promise<void> {
  const result = await runMenu(functionName).catch((error: unknown) => ({
    ok: false,
    error: { message: String(error) },
  }));
  if (!result.ok) note(`The add-on stopped: ${result.error?.message ?? 'unknown'}`, 'error');
}
