// What changed in a heading row since all was last well: which headings moved, and which stand where another one was.
import { inEveryLongestRise } from './longest-rise.ts';

/** Which of several headings of one text counts, from the left and from 1, and how many there were when that was said. */
export interface Copy {
  readonly number: number;
  readonly of: number;
}

/** Among the places: how many columns there were. No heading has this text. */
export const WIDTH = '';

/** What was remembered of a sheet's headings. A heading that is in neither is fresh. */
export interface Remembered {
  /** Heading → where it stood when all was last well. */
  readonly places: ReadonlyMap<string, number>;
  /** Headings of which something was agreed. */
  readonly agreed: ReadonlyMap<string, { readonly copy: Copy | null }>;
}

export interface HeaderChanges {
  /** Positions of headings whose order among the others changed. */
  readonly moved: ReadonlySet<number>;
  /** Positions of headings of which one copy counted, and of which one is left that may be another. */
  readonly lost: ReadonlySet<number>;
  /** Position of a fresh or blank heading → the one that left the place it may have. */
  readonly replaced: ReadonlyMap<number, string>;
  /** Position of the one that counts, of headings that are there several times; none where that is not certain. */
  readonly genuine: ReadonlyMap<string, number>;
}

/** A heading that kept its order: where it stood, where it stands. */
interface Anchor {
  readonly place: number;
  readonly index: number;
}

/** `texts` are normalised headings; a blank one is ''. Inserting and deleting columns moves none. */
export function headerChanges(texts: readonly string[], { places, agreed }: Remembered): HeaderChanges {
  const standing = positionsOf(texts);
  const copyOf = (text: string) => agreed.get(text)?.copy ?? null;
  const both = [...places].flatMap(([text, place]) => {
    const [index, ...more] = standing.get(text) ?? [];
    return index === undefined || more.length > 0 || copyOf(text) !== null ? [] : [{ place, index }];
  });
  both.sort((a, b) => a.place - b.place);
  const steady = inEveryLongestRise(both.map((anchor) => anchor.index));
  const kept = both.filter((_, at) => steady[at]);
  const dragged = both.filter((_, at) => !steady[at]);
  const end = endOf(texts, places);
  const typedOver = maybeTypedOver(kept, endsOf(end, texts, places), dragged);
  const look = lookBack(
    kept.filter((anchor) => !typedOver.has(anchor)),
    end,
  );
  const moved = new Set([...dragged, ...typedOver].map((anchor) => anchor.index));
  const genuine = new Map<string, number>();
  const lost = new Set<number>();
  for (const [text, positions] of standing) {
    const copy = copyOf(text);
    const [first] = positions;
    if (first === undefined || (positions.length === 1 && copy === null)) continue;
    // Behind the last anchor nothing tells the copy that counted from another that took its place.
    if (positions.length === 1 && (look(first).isOpen || atPlace(positions, places.get(text), look) === null))
      lost.add(first);
    const counting = copy === null ? atPlace(positions, places.get(text), look) : nth(positions, copy);
    if (counting !== null) genuine.set(text, counting);
  }
  const isElsewhere = (text: string) => {
    const [first, ...more] = standing.get(text) ?? [];
    return first === undefined || moved.has(first) || (more.length > 0 && !genuine.has(text));
  };
  return { moved, lost, genuine, replaced: replacedOnes(texts, { places, agreed }, isElsewhere, genuine, look) };
}

/**
 * They kept their order, but stand as many columns further as their neighbours on both sides do not: their texts may have been
 * typed over others'. Columns inserted on one side and as many deleted on the other look the same, and are asked about too,
 * where it is about a few: to type many headings anew takes many edits. A block of columns dragged past them explains it all.
 */
function maybeTypedOver(kept: readonly Anchor[], ends: readonly Anchor[], dragged: readonly Anchor[]): Set<Anchor> {
  const typed = new Set<Anchor>();
  if (isOneDrag(dragged, kept)) return typed;
  const shifts = [0, ...kept.map(shiftOf)];
  const first = new Map<number, number>();
  shifts.forEach((shift, at) => {
    if (!first.has(shift)) first.set(shift, at);
  });
  const isReturned = returned(shifts, first);
  for (let at = 1; at < shifts.length; ) {
    const shift = shifts[at];
    let beyond = at + 1;
    while (beyond < shifts.length && shifts[beyond] === shift) beyond += 1;
    const isLast = beyond === shifts.length;
    const isInside = isLast
      ? ends.some((end) => shiftOf(end) !== shift && (first.get(shiftOf(end)) ?? at) < at)
      : isReturned[at] === true;
    if (isInside && beyond - at <= (isLast ? 1 : FEW)) for (const one of kept.slice(at - 1, beyond - 1)) typed.add(one);
    at = beyond;
  }
  return typed;
}

const FEW = 2;

const shiftOf = ({ place, index }: Anchor): number => index - place;

/** For each position whether another shift is met before it and again behind it. */
function returned(shifts: readonly number[], first: ReadonlyMap<number, number>): boolean[] {
  const last = new Map(shifts.map((shift, at) => [shift, at]));
  const changes = new Array<number>(shifts.length + 1).fill(0);
  for (const [shift, from] of first) {
    changes[from] = (changes[from] ?? 0) + 1;
    const to = (last.get(shift) ?? from) + 1;
    changes[to] = (changes[to] ?? 0) - 1;
  }
  let open = 0;
  return shifts.map((_, at) => {
    open += changes[at] ?? 0;
    return open > 1;
  });
}

/** Columns side by side, dragged elsewhere in one go, and nothing else: all others stand as they did among themselves. */
function isOneDrag(dragged: readonly Anchor[], kept: readonly Anchor[]): boolean {
  if (dragged.length === 0) return false;
  const isBlock = dragged.every((one, at) => {
    const before = dragged[at - 1];
    return before === undefined || (one.place === before.place + 1 && one.index === before.index + 1);
  });
  const first = dragged[0] ?? { place: 0, index: 0 };
  const past = ({ place, index }: Anchor) =>
    (index > first.index ? dragged.length : 0) - (place > first.place ? dragged.length : 0);
  return isBlock && kept.every((one) => shiftOf(one) === past(one));
}

const nth = (positions: readonly number[], copy: Copy): number | null =>
  positions.length === copy.of ? (positions[copy.number - 1] ?? null) : null;

/** The one that stands where the heading stood when it was alone, if that place is certain. */
function atPlace(
  positions: readonly number[],
  place: number | undefined,
  look: (index: number) => Former,
): number | null {
  const found = positions.find((index) => {
    const { fromLeft, fromEnd } = look(index);
    return fromLeft === place && fromEnd === place;
  });
  return found ?? null;
}

function positionsOf(texts: readonly string[]): Map<string, number[]> {
  const positions = new Map<string, number[]>();
  texts.forEach((text, index) => {
    const others = positions.get(text);
    if (others !== undefined) others.push(index);
    else if (text !== '') positions.set(text, [index]);
  });
  return positions;
}

/** Where what stands at a position now stood before: counted from the next anchor to its left, and to its right. */
interface Former {
  readonly fromLeft: number;
  readonly fromRight: number;
  /** The same as `fromRight`, but behind the last anchor counted from the end of the headings. */
  readonly fromEnd: number;
  /** There is no anchor to its right. */
  readonly isOpen: boolean;
  /** The places of those two anchors. */
  readonly after: number;
  readonly before: number;
}

/** Where as many columns stand between two anchors as before, both counts agree. */
const lookBack =
  (anchors: readonly Anchor[], end: Anchor) =>
  (index: number): Former => {
    const next = firstBeyond(anchors, (anchor) => anchor.index > index);
    const right = anchors[next];
    // An anchor that stands at the position itself is where it was.
    const left = anchors[next - 1] ?? { place: -1, index: -1 };
    const fromLeft = left.place + (index - left.index);
    const fromRight = right === undefined ? fromLeft : right.place - (right.index - index);
    const isOpen = right === undefined;
    const fromEnd = isOpen ? end.place - (end.index - index) : fromRight;
    return {
      fromLeft,
      fromRight,
      fromEnd,
      isOpen,
      after: left.place,
      before: right?.place ?? Number.POSITIVE_INFINITY,
    };
  };

/** One beyond the last heading: where that was, where it is. */
const endOf = (texts: readonly string[], places: ReadonlyMap<string, number>): Anchor => ({
  place: [...places].reduce((most, [text, place]) => (text === WIDTH ? most : Math.max(most, place + 1)), 0),
  index: texts.findLastIndex((text) => text !== '') + 1,
});

/** The same by the sheet's last column, which may have no heading. */
const endsOf = (end: Anchor, texts: readonly string[], places: ReadonlyMap<string, number>): readonly Anchor[] => {
  const width = places.get(WIDTH);
  return width === undefined ? [end] : [end, { place: width, index: texts.length }];
};

/** A heading that moved left its place too: what is fresh there does not take over its values unasked. */
function replacedOnes(
  texts: readonly string[],
  { places, agreed }: Remembered,
  isElsewhere: (text: string) => boolean,
  genuine: ReadonlyMap<string, number>,
  look: (index: number) => Former,
): Map<number, string> {
  const gone = [...places].flatMap(([text, place]) => (agreed.has(text) && isElsewhere(text) ? [{ text, place }] : []));
  gone.sort((a, b) => a.place - b.place);
  const replaced = new Map<number, string>();
  if (gone.length === 0) return replaced;
  texts.forEach((text, index) => {
    const isCopy = agreed.get(text)?.copy === null && (genuine.get(text) ?? index) !== index;
    if (text !== '' && (places.has(text) || agreed.has(text)) && !isCopy) return;
    const former = goneAt(look(index), gone, text === '');
    if (former !== null) replaced.set(index, former);
  });
  return replaced;
}

interface Gone {
  readonly text: string;
  readonly place: number;
}

/** A blank stands for a heading that left only where its place is certain: beside a deleted column there may be a blank one too. */
function goneAt(former: Former, left: readonly Gone[], isBlank: boolean): string | null {
  const { fromLeft, fromRight, fromEnd, after, before } = former;
  if (isBlank && fromLeft !== fromRight) return null;
  const other = isBlank ? fromRight : fromEnd;
  const from = Math.max(after, Math.min(fromLeft, other));
  const to = Math.min(before, Math.max(fromLeft, other));
  const first = firstBeyond(left, (gone) => gone.place > after && gone.place >= from);
  const found = [fromLeft, fromRight].flatMap((place) => {
    const gone = left[firstBeyond(left, (one) => one.place >= place)];
    return gone !== undefined && gone.place === place && place > after && place < before ? [gone] : [];
  });
  const gone = found[0] ?? left[first];
  return gone !== undefined && gone.place <= to && gone.place < before ? gone.text : null;
}

/** The first position of a sorted list from which on it holds; its length where it holds for none. */
function firstBeyond<T>(list: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = list[middle];
    if (item !== undefined && holds(item)) high = middle;
    else low = middle + 1;
  }
  return low;
}
