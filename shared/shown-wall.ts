// Which of two wall clocks a cell holds, where a script is told the same instant of both: what the cell shows decides.
import { type ShownParts, shownParts } from './number-format.ts';
import { timeOfDay } from './wall-clock.ts';

/** `skippedMs` is a time that does not exist, which a script reads as the later `wallMs`; either may stand in the cell. */
export function shownWall(wallMs: number, skippedMs: number, display: string, format: string): number {
  const shown = shownParts(format, skippedMs);
  const numbers = (display.match(DIGITS) ?? []).map(Number);
  const [later, earlier] = [fits(numbers, wallMs, shown), fits(numbers, skippedMs, shown)];
  if (later !== earlier) return earlier ? skippedMs : wallMs;
  // A day alone is midnight, even on a day that begins at one o'clock.
  return !shown.time && timeOfDay(skippedMs) === 0 ? skippedMs : wallMs;
}

/** Whether the number of its day, and its hour followed by its minute, are among those of the display where the format shows them. */
function fits(numbers: readonly number[], wallMs: number, shown: ShownParts): boolean {
  const at = new Date(wallMs);
  const [day, hour, minute] = [at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes()];
  const isTime = (number: number, i: number) =>
    (number === hour || number === (hour % 12 || 12)) && numbers[i + 1] === minute;
  return (!shown.time || numbers.some(isTime)) && (!shown.day || numbers.includes(day));
}

const DIGITS = /\d+/g;
