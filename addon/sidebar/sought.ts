// What is sought among the headings: kept while the card is open, and not drawn at every letter, which would break an input method.
let sought = '';

export const soughtText = (): string => sought;
export const isSought = (text: string): boolean => text.toLowerCase().includes(sought);

/** For a card that is opened anew. */
export const seekNothing = (): void => {
  sought = '';
};

/** Shows what fits, and opens what it may be in. */
export function seek(text: string): void {
  sought = text.trim().toLowerCase();
  for (const pair of document.querySelectorAll<HTMLElement>('#setup .pair'))
    pair.hidden = !isSought(pair.dataset['text'] ?? '');
  if (sought === '') return;
  for (const one of document.querySelectorAll<HTMLDetailsElement>('#setup .fold:has(.pair)')) one.open = true;
}
