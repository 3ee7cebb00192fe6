// Addresses of cells as a person reads them.

/** Position 0 is column A: 0 → A, 25 → Z, 26 → AA. */
export function columnLetters(position: number): string {
  let letters = '';
  for (let rest = position + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** The sheet's own row number and a column position from 0, as `B17`. */
export function cellAddress(rowNumber: number, columnPosition: number): string {
  return `${columnLetters(columnPosition)}${rowNumber}`;
}
