// How far a formula's result may reach beyond its own cell, read from its text: rather a cell too many than one too few. Pure.

/** `column`: down its own column only; `block`: down and to the right. */
export type Reach = 'cell' | 'column' | 'block';

export interface FormulaCell {
  readonly row: number;
  readonly column: number;
  readonly formula: string;
}

export function reachOf(formula: string): Reach {
  const bare = formula.replace(TEXTS, '""').replace(TAB_NAMES, 'S!').toUpperCase();
  // Names of a person's own may mean anything.
  if (bare.includes('{') || /[^\s -~]/.test(bare)) return 'block';
  const functions = (bare.match(FUNCTIONS) ?? []).map((call) => call.replace(/\s*\($/, ''));
  if (functions.every((name) => SCALAR.has(name))) return 'cell';
  if (!functions.every((name) => SCALAR.has(name) || AS_WIDE_AS_ITS_RANGES.has(name))) return 'block';
  return isOneColumnWide(bare) ? 'column' : 'block';
}

/** A formula whose result may cover the cell, though none stands in it; null where none does. `formulas` are all that were read. */
export function mayCover(
  formulas: readonly FormulaCell[],
  { row, column }: { readonly row: number; readonly column: number },
): FormulaCell | null {
  const reaches = (from: FormulaCell): boolean => {
    if (from.row > row || from.column > column || (from.row === row && from.column === column)) return false;
    const reach = reachOf(from.formula);
    if (reach === 'cell' || (reach === 'column' && from.column !== column)) return false;
    // An array that met another formula on its way would not have been laid out.
    return !formulas.some(
      (other) =>
        other !== from &&
        other.row >= from.row &&
        other.row <= row &&
        other.column >= from.column &&
        other.column <= column,
    );
  };
  return formulas.find(reaches) ?? null;
}

/** Only references one column wide, and no names whose size nobody can tell. */
function isOneColumnWide(bare: string): boolean {
  const rest = bare
    .replace(FUNCTIONS, '(')
    .replace(RANGES, (_range, from: string, to: string) => (from === to ? ' ' : ' WIDE '))
    .replace(CELLS, ' ')
    .replace(/S!|\bTRUE\b|\bFALSE\b|\d+(?:\.\d+)?(?:E[+-]?\d+)?/g, ' ');
  return !/[A-Z_:]/.test(rest);
}

const TEXTS = /"(?:[^"]|"")*"/g;
const TAB_NAMES = /'(?:[^']|'')*'!|[^\s'"(),;{}+\-*/^&=<>!]+!/g;
const FUNCTIONS = /([A-Z_][A-Z0-9_.]*)\s*\(/g;
const RANGES = /\$?([A-Z]{1,3})\$?\d*:\$?([A-Z]{1,3})\$?\d*/g;
const CELLS = /\$?[A-Z]{1,3}\$?\d+/g;

/** One value whatever they are given, unless ARRAYFORMULA stands around them. */
const SCALAR: ReadonlySet<string> = new Set(
  `ABS AND AVERAGE AVERAGEIF AVERAGEIFS CEILING CHAR CLEAN CODE COLUMN CONCAT CONCATENATE COUNT COUNTA COUNTBLANK
  COUNTIF COUNTIFS COUNTUNIQUE DATE DATEDIF DATEVALUE DAY DAYS DOLLAR EDATE EOMONTH EXACT EXP FIND FINDB FIXED FLOOR HOUR
  HYPERLINK IF IFERROR IFNA IFS IMAGE INT ISBLANK ISDATE ISERR ISERROR ISEVEN ISFORMULA ISLOGICAL ISNA ISNONTEXT ISNUMBER
  ISODD ISTEXT ISURL JOIN LEFT LEFTB LEN LENB LN LOG LOWER MATCH MAX MAXA MEDIAN MID MIDB MIN MINA MINUTE MOD MONTH MROUND
  N NETWORKDAYS NOT NOW OR PI POWER PRODUCT PROPER RAND RANDBETWEEN RANK REGEXMATCH REGEXREPLACE REPLACE REPT RIGHT RIGHTB
  ROUND ROUNDDOWN ROUNDUP ROW ROWS SEARCH SEARCHB SECOND SIGN SQRT SUBSTITUTE SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT SWITCH
  T TEXT TEXTJOIN TIME TIMEVALUE TODAY TRIM TRUNC UNICHAR UNICODE UPPER VALUE WEEKDAY WEEKNUM WORKDAY XOR YEAR YEARFRAC
  ASC JIS DBCS PHONETIC`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/** Arrays no wider than the widest range they are given. */
const AS_WIDE_AS_ITS_RANGES: ReadonlySet<string> = new Set(
  'ARRAYFORMULA ARRAY_CONSTRAIN FILTER UNIQUE SORT SORTN VLOOKUP LOOKUP FLATTEN TOCOL'.split(' '),
);
