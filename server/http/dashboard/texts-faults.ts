// What stands in the way of a cell or a row, by its code: in two or three words.
import type { FaultCode } from '../../../shared/cell.ts';
import type { RowFaultCode } from '../../../shared/cell-fault-text.ts';
import type { Wording } from './words.ts';

export const FAULT_TEXTS = {
  formula_error: { en: 'Formula error', ja: '数式エラー' },
  text_too_long: { en: 'Text too long', ja: '文字数超過' },
  invalid_character: { en: 'Invisible character', ja: '見えない文字' },
  broken_surrogate: { en: 'Broken character', ja: '壊れた文字' },
  not_a_number: { en: 'Not a number', ja: '数値ではない' },
  not_a_whole_number: { en: 'Not a whole number', ja: '整数ではない' },
  out_of_range: { en: 'Number too large', ja: '値が範囲外' },
  too_many_digits: { en: 'Too many digits for a key', ja: 'キーの桁数が多すぎる' },
  not_a_boolean: { en: 'Neither TRUE nor FALSE', ja: 'TRUE/FALSE ではない' },
  not_a_date: { en: 'Not a date', ja: '日付ではない' },
  not_a_time: { en: 'Not a time of day', ja: '時刻ではない' },
  time_in_date: { en: 'A time in a date column', ja: '日付列に時刻' },
  date_in_time: { en: 'A date in a time column', ja: '時刻列に日付' },
  time_does_not_exist: { en: 'A time that was skipped', ja: '存在しない時刻' },
  not_a_uuid: { en: 'Not a UUID', ja: 'UUID ではない' },
  required: { en: 'Required, but empty', ja: '必須なのに空' },
  not_canonical: { en: 'Not understood by the server', ja: 'サーバーが解釈できない' },
  duplicate_key: { en: 'Key used twice', ja: 'キーの重複' },
  blank_key: { en: 'No key', ja: 'キーが空' },
  key_same_buyer: { en: 'The same buyer as another key', ja: '別の番号と同じ買主' },
  key_looks_like: { en: 'Looks like another key', ja: '似たキーがある' },
  unique_violation: { en: 'Must be unique', ja: '重複できない値' },
  foreign_key_violation: { en: 'Refers to nothing', ja: '参照先がない' },
  check_violation: { en: 'Against a rule of the table', ja: '表の規則に反する' },
  not_null_violation: { en: 'Required, but empty', ja: '必須なのに空' },
  changed_on_write: { en: 'Changed by the database', ja: 'データベースが値を変えた' },
  database_refused: { en: 'Refused by the database', ja: 'データベースが拒否' },
} as const satisfies Readonly<Record<FaultCode | RowFaultCode, Wording>>;
