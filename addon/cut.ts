// Lists cut to what an answer to the sidebar takes, by their bytes; the count stays exact.
import type { Cut } from './sidebar/answers.ts';

/** At most `limit` items that together take at most `bytes` as JSON. */
export function cut<T>(items: readonly T[], bytes: number, count = items.length, limit = 200): Cut<T> {
  const kept: T[] = [];
  let left = bytes;
  for (const item of items.slice(0, limit)) {
    left -= jsonBytes(item);
    if (left < 0) break;
    kept.push(item);
  }
  return { count, items: kept };
}

/** A text that a page can show; what was cut off is marked. */
export function cutText(text: string, characters: number): string {
  const points = Array.from(text.slice(0, characters * 2 + 2));
  return points.length > characters ? `${points.slice(0, characters).join('')}…` : text;
}

/** Never less than it takes in UTF-8. */
function jsonBytes(value: unknown): number {
  const json = JSON.stringify(value);
  return json.length + 1 + 2 * (json.match(/[^ -~]/g)?.length ?? 0);
}
