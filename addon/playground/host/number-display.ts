// How a number looks in a cell: the listed formats only, rounded half away from zero as a person would on paper.

/** Undefined for a format outside the list. */
export function numberDisplay(format: string): ((value: number) => string) | undefined {
  if (AUTOMATIC.includes(format)) return automatic;
  if (format === HIDDEN) return () => '';
  const { bare, word } = WITH_WORD.exec(format)?.groups ?? {};
  if (bare !== undefined) return withWord(numberDisplay(bare), word ?? '');
  if (format === ACCOUNTING) return (value) => accounting(value, numberDisplay('#,##0'));
  const parts = FORMAT.exec(format)?.groups;
  if (parts === undefined) return undefined;
  const { prefix = '', grouped, zeros = '', decimals = '', ending } = parts;
  if (ending === 'E+00') return (value) => scientific(value, decimals.length);
  const scale = ending === '%' ? 2 : 0;
  return (value) => {
    const { whole, fraction } = rounded(Math.abs(value), decimals.length, scale);
    const padded = whole.padStart(zeros.length, '0');
    const digits = grouped === undefined ? padded : padded.replace(/\B(?=(\d{3})+$)/g, ',');
    const sign = value < 0 && /[1-9]/.test(whole + fraction) ? '-' : '';
    return `${sign}${prefix}${digits}${fraction === '' ? '' : `.${fraction}`}${scale === 2 ? '%' : ''}`;
  };
}

type Show = ((value: number) => string) | undefined;

const withWord = (show: Show, word: string): Show => show && ((value) => show(value) + word);

/** A debt stands in parentheses; anything else leaves room for one. */
const accounting = (value: number, show: Show): string =>
  value < 0 ? `(${show?.(-value) ?? ''})` : `${show?.(value) ?? ''} `;

/** What Sheets shows where nobody chose a format: ten significant digits, integers in full below 1E15. */
function automatic(value: number): string {
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size >= 1e15 || size < 1e-5) return trimmedScientific(value);
  if (Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(Math.max(10, Math.ceil(Math.log10(size))))));
}

function trimmedScientific(value: number): string {
  const [mantissa = '', exponent = ''] = scientific(value, 5).split('E');
  return `${mantissa.replace(/\.?0+$/, '')}E${exponent}`;
}

function scientific(value: number, decimals: number): string {
  const [mantissa = '', exponent = '0'] = value.toExponential(decimals).split('e');
  const power = Number(exponent);
  return `${mantissa}E${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** Rounds the fifteen digits that Sheets holds, not the binary fraction behind them. */
function rounded(value: number, decimals: number, scale: number): { whole: string; fraction: string } {
  const [digits = '', exponent = '0'] = value.toExponential(14).split('e');
  const all = digits.replace('.', '');
  const keep = Number(exponent) + scale + decimals + 1;
  const text = keep < 0 ? '0' : roundAt(all, keep);
  const padded = text.padStart(decimals + 1, '0');
  return { whole: padded.slice(0, padded.length - decimals), fraction: padded.slice(padded.length - decimals) };
}

function roundAt(digits: string, keep: number): string {
  if (keep >= digits.length) return digits.padEnd(keep, '0');
  const kept = BigInt(digits.slice(0, keep) || '0');
  return String(digits.charAt(keep) >= '5' ? kept + 1n : kept);
}

const AUTOMATIC = ['', 'General', '@', '0.###############'];
/** Three sections, all empty: nothing is shown of any number. */
const HIDDEN = ';;;';
const ACCOUNTING = '#,##0_);(#,##0)';
/** `0"人"` */
const WITH_WORD = /^(?<bare>[^"]*0)"(?<word>[^"]*)"$/;
const FORMAT = /^(?<prefix>[¥$])?(?<grouped>#,##)?(?<zeros>0+)(?:\.(?<decimals>0+))?(?<ending>%|E\+00)?$/;
