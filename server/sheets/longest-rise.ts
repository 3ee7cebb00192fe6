// Which members of a sequence kept their order: those that stand in every longest rising subsequence of it.

/**
 * For each value whether it is in every longest strictly rising subsequence. One that was moved past many is not, and they are;
 * of two that changed places neither is. O(n log n).
 */
export function inEveryLongestRise(values: readonly number[]): boolean[] {
  const ending = risesEndingAt(values);
  const starting = risesEndingAt(values.map((value) => -value).reverse()).reverse();
  const longest = ending.reduce((most, length) => Math.max(most, length), 0);
  const isOnOne = ending.map((length, at) => length + (starting[at] ?? 0) - 1 === longest);
  const times = new Map<number, number>();
  ending.forEach((length, at) => {
    if (isOnOne[at]) times.set(length, (times.get(length) ?? 0) + 1);
  });
  return ending.map((length, at) => isOnOne[at] === true && times.get(length) === 1);
}

/** The length of the longest rise that ends with each value. */
function risesEndingAt(values: readonly number[]): number[] {
  const leastEnd: number[] = [];
  return values.map((value) => {
    let low = 0;
    let high = leastEnd.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((leastEnd[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    leastEnd[low] = value;
    return low + 1;
  });
}
