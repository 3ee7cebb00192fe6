// Row numbers in rising order, as text that fits where a run is remembered: ranges, or a bit a row where ranges would be longer.

/** [2,3,4,9] → `2-4,9`. */
export function toRanges(numbers: readonly number[]): string {
  const ranges: string[] = [];
  let from = 0;
  for (let i = 0; i < numbers.length; i++) {
    if (i + 1 < numbers.length && numbers[i + 1] === (numbers[i] ?? 0) + 1) continue;
    ranges.push(from === i ? `${numbers[i]}` : `${numbers[from]}-${numbers[i]}`);
    from = i + 1;
  }
  return ranges.join(',');
}

export function expandRanges(ranges: string): number[] {
  const numbers: number[] = [];
  for (const range of ranges === '' ? [] : ranges.split(',')) {
    const [first, last] = range.split('-').map(Number);
    if (first === undefined) continue;
    for (let n = first; n <= (last ?? first); n++) numbers.push(n);
  }
  return numbers;
}

/** How many numbers `2-101,105` holds. */
export function countRanges(ranges: string): number {
  return expandRanges(ranges).length;
}

/** At most a character for six rows between the first and the last, however they are scattered. */
export function packRows(numbers: readonly number[]): string {
  const ranges = toRanges(numbers);
  const first = numbers[0] ?? 0;
  const last = numbers[numbers.length - 1] ?? 0;
  return ranges.length <= (last - first) / BITS ? ranges : shorter(ranges, toBits(numbers, first, last));
}

export function unpackRows(packed: string): number[] {
  return packed.startsWith(BITMAP) ? fromBits(packed) : expandRanges(packed);
}

const BITMAP = '~';
const BITS = 6;
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const shorter = (a: string, b: string): string => (a.length <= b.length ? a : b);

/** `~first:` and six rows a character, the lowest bit first. */
function toBits(numbers: readonly number[], first: number, last: number): string {
  const digits = new Array<number>(Math.floor((last - first) / BITS) + 1).fill(0);
  for (const number of numbers) {
    const at = Math.floor((number - first) / BITS);
    digits[at] = (digits[at] ?? 0) | (1 << ((number - first) % BITS));
  }
  return `${BITMAP}${first}:${digits.map((digit) => DIGITS.charAt(digit)).join('')}`;
}

function fromBits(packed: string): number[] {
  const colon = packed.indexOf(':');
  const first = Number(packed.slice(BITMAP.length, colon));
  const numbers: number[] = [];
  for (let at = colon + 1; at < packed.length; at++) {
    const digit = DIGITS.indexOf(packed.charAt(at));
    for (let bit = 0; bit < BITS; bit++) {
      if ((digit >> bit) & 1) numbers.push(first + (at - colon - 1) * BITS + bit);
    }
  }
  return numbers;
}
