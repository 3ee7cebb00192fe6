// The keyboard's place on the page is never lost: what was redrawn or went off gives it on, and gets it back.

/** Had the focus and is gone or off: where it comes back before the reader moved on, it gets the focus again. */
let wanted: string | null = null;
/** What that stood in, the nearest first. */
let around: readonly string[] = [];

/**
 * Draws, and where that took the focus away, gives it to the same thing drawn anew; where that is gone, to what it stood in, so that
 * an answer deep in a list does not throw the reader to the top; else to the first of `landings` that takes it.
 */
export function keepingFocus(draw: () => void, landings: readonly string[]): void {
  const had = document.activeElement;
  if (had !== null && had !== document.body) {
    wanted = had.id === '' ? null : had.id;
    around = idsAround(had);
  }
  draw();
  if (wanted === null || !isLost()) return;
  const place = wanted;
  const isGone = document.getElementById(place) === null;
  for (const id of [place, ...(isGone ? around : []), ...landings]) {
    if (focusOn(id)) return;
  }
  wanted = place;
}

function idsAround(element: Element): string[] {
  const above = element.parentElement;
  return above === null ? [] : [...(above.id === '' ? [] : [above.id]), ...idsAround(above)];
}

/** Not where the reader works in the sheet meanwhile: their typing must stay there. */
const isLost = (): boolean =>
  document.hasFocus() && (document.activeElement === null || document.activeElement === document.body);

/** Whether it is there and takes the focus. */
export function focusOn(id: string): boolean {
  const element = document.getElementById(id);
  element?.focus();
  return element !== null && document.activeElement === element;
}

/** A press of the pointer elsewhere is the reader's own choice. */
export function watchPointer(): void {
  document.addEventListener('pointerdown', () => {
    wanted = null;
  });
}
