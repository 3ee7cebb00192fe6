// An invented buyers' sheet of a real-estate agency: the same on every machine, and as untidy as a real one.
import type { CellInput } from './host/sheet.ts';
import type { SpreadsheetInput } from './host/spreadsheet.ts';
import { chance } from './prng.ts';
import { SAMPLE_COLUMNS } from './sample-columns.ts';
import { sampleBuyer } from './sample-row.ts';

const SAMPLE_BUYERS = 4137;

export interface SampleOptions {
  readonly buyers?: number;
  readonly seed?: number;
}

/** 4,137 buyers in 60 columns below a header row, with 12 blank rows among them. */
export function sampleSpreadsheet({ buyers = SAMPLE_BUYERS, seed = 356 }: SampleOptions = {}): SpreadsheetInput {
  return {
    id: 'rollcall-sample-sheet',
    name: '買主台帳（サンプル）',
    timeZone: 'Asia/Tokyo',
    locale: 'ja_JP',
    sheets: [
      {
        gid: 0,
        name: '買主台帳',
        frozenRows: 1,
        formats: SAMPLE_COLUMNS.map(({ column }) => FORMATS[column] ?? ''),
        rows: [SAMPLE_COLUMNS.map(({ header }) => header), ...sampleRows(buyers, seed)],
      },
    ],
  };
}

function sampleRows(buyers: number, seed: number): CellInput[][] {
  const chances = chance(seed);
  const blankEvery = Math.ceil(buyers / BLANK_ROWS);
  const rows: CellInput[][] = [];
  for (let number = 1; number <= buyers; number++) {
    const buyer = sampleBuyer(number, chances);
    rows.push(SAMPLE_COLUMNS.map(({ column }) => buyer[column] ?? null));
    if (number % blankEvery === Math.floor(blankEvery / 2)) rows.push([]);
  }
  return rows;
}

const BLANK_ROWS = 12;

/** Number formats by column; all others are automatic. */
const FORMATS: Readonly<Record<string, string>> = {
  received_on: 'yyyy/mm/dd',
  first_visit_on: 'm/d/yyyy',
  last_contacted_at: 'yyyy/mm/dd h:mm:ss',
  next_appointment_at: 'yyyy-mm-dd hh:mm:ss',
  preferred_contact_time: 'h:mm',
  birth_date: 'ggge"年"m"月"d"日"',
  annual_income: '¥#,##0',
  current_rent: '#,##0',
  desired_floor_area: '0.00',
  budget_min: '¥#,##0',
  budget_max: '¥#,##0',
  own_funds: '¥#,##0',
  desired_loan: '¥#,##0',
  interest_rate: '0.00',
  repayment_ratio: '0.0%',
  likelihood: '0%',
  expected_contract_on: 'yyyy"年"m"月"d"日"',
  phone: '@',
  postal_code: '@',
};
