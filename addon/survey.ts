// What a Check gathers while the compare reads the sheet: per column and cause an exact count and three cells, and no content but keys.
import type { CellError } from '../shared/protocol.ts';
import { packRows, unpackRows } from '../shared/row-set.ts';
import type { RowBinding, RowSource, SheetRow, SyncedColumn } from '../shared/sheet-rows.ts';
import { cutText } from './cut.ts';
import { addKey, type Example, type KeyLengths, mergeKeys } from './survey-keys.ts';
import { remarksOf } from './survey-rules.ts';

/** Cells of one column with one thing to say about them. */
export interface SurveyGroup {
  /** Column of the sheet, A being 0; -1 where no single cell is meant. */
  readonly index: number;
  readonly header: string;
  readonly column: string | null;
  readonly code: string;
  readonly limit: number | null;
  count: number;
  /** The largest measure among them, such as the longest text; null where nothing is measured. */
  most: number | null;
  readonly examples: Example[];
}

/** The longest text of a column that takes so many characters. */
interface Longest {
  readonly index: number;
  readonly header: string;
  readonly column: string;
  readonly limit: number;
  longest: number;
  at: Example;
}

export interface Survey {
  readonly groups: Record<string, SurveyGroup>;
  readonly longest: Record<number, Longest>;
  readonly keys: KeyLengths;
  /** Rows that the server will refuse though they can be read, packed. */
  refused: string;
}

const emptySurvey = (): Survey => ({ groups: {}, longest: {}, keys: {}, refused: '' });

/** Gathers one part of a compare. Rows are looked at when they are read, and counted once the part takes them. */
export interface Surveyor {
  readonly look: (row: SheetRow, source: RowSource) => void;
  readonly take: (row: SheetRow) => void;
  readonly survey: () => Survey;
}

export function surveyor(binding: RowBinding): Surveyor {
  const sources = new WeakMap<SheetRow, RowSource>();
  const survey = emptySurvey();
  const refused: number[] = [];
  const take = (row: SheetRow) => {
    const source = sources.get(row);
    if (row.blank || source === undefined) return;
    if (takeRow(survey, binding, row, source)) refused.push(row.rowNumber);
  };
  return {
    look: (row, source) => sources.set(row, source),
    take,
    survey: () => ({ ...survey, refused: packRows(refused) }),
  };
}

const EXAMPLES = 3;
const ALL_DIGITS = /^\d+$/;

/** Whether the server will refuse the row for what the client lets pass. */
function takeRow(survey: Survey, binding: RowBinding, row: SheetRow, source: RowSource): boolean {
  const at: Example = [row.rowNumber, cutText(row.key ?? '', 40)];
  let isRefused = false;
  binding.columns.forEach((column, position) => {
    const text = row.cells[position] ?? null;
    if (text !== null) measure(survey, column, text, at);
    for (const code of remarksOf(column, position === binding.keyPosition, text, source)) {
      if (code === 'required' && row.errors.length === 0) isRefused = true;
      add(survey, column, code, null, null, at);
    }
  });
  for (const position of row.held) add(survey, binding.columns[position], 'formula_error', null, null, at);
  for (const error of row.errors) addError(survey, binding, error, at);
  if (row.key !== null && ALL_DIGITS.test(row.key)) addKey(survey.keys, row.key, at, EXAMPLES);
  return isRefused;
}

function addError(survey: Survey, binding: RowBinding, { column, code, limit, actual }: CellError, at: Example): void {
  const bound = binding.columns.find((candidate) => candidate.column === column);
  add(survey, bound, code, limit, actual, at);
  if (bound !== undefined && code === 'text_too_long' && actual !== null) lengthen(survey, bound, actual, at);
}

function add(
  survey: Survey,
  column: SyncedColumn | undefined,
  code: string,
  limit: number | null,
  actual: number | null,
  at: Example,
): void {
  const { index = -1, header = '', column: name = null } = column ?? {};
  const id = `${index}|${code}|${limit ?? ''}`;
  const known = survey.groups[id];
  const group = known ?? {
    index,
    header: cutText(header, 60),
    column: name,
    code,
    limit,
    count: 0,
    most: null,
    examples: [],
  };
  survey.groups[id] = group;
  group.count++;
  if (actual !== null) group.most = Math.max(group.most ?? 0, actual);
  if (group.examples.length < EXAMPLES) group.examples.push(at);
}

function measure(survey: Survey, column: SyncedColumn, text: string, at: Example): void {
  const limit = column.parsed.length;
  if (limit === null) return;
  // Code units are never fewer than characters.
  if (text.length > (survey.longest[column.index]?.longest ?? 0)) lengthen(survey, column, Array.from(text).length, at);
}

function lengthen(survey: Survey, column: SyncedColumn, length: number, at: Example): void {
  const { index, header, column: name, parsed } = column;
  const known = survey.longest[index];
  if (parsed.length === null || length <= (known?.longest ?? 0)) return;
  survey.longest[index] = {
    index,
    header: cutText(header, 60),
    column: name,
    limit: parsed.length,
    longest: length,
    at,
  };
}

/** The part that was read is with the server: what was gathered of it counts from now on. */
export function surveyed(run: { survey: Survey | null; surveyor: Surveyor | null }, isFirst: boolean): void {
  if (run.surveyor === null) return;
  run.survey = mergeSurveys((isFirst ? null : run.survey) ?? emptySurvey(), run.surveyor.survey());
  run.surveyor = null;
}

/** Both together, `first` being of rows above. Neither is changed. */
function mergeSurveys(first: Survey, second: Survey): Survey {
  const groups: Record<string, SurveyGroup> = { ...first.groups };
  for (const [id, group] of Object.entries(second.groups)) groups[id] = mergeGroups(groups[id], group);
  const longest: Record<number, Longest> = { ...first.longest };
  for (const one of Object.values(second.longest)) {
    if (one.longest > (longest[one.index]?.longest ?? 0)) longest[one.index] = one;
  }
  return {
    groups,
    longest,
    keys: mergeKeys(first.keys, second.keys, EXAMPLES),
    refused: packRows([...unpackRows(first.refused), ...unpackRows(second.refused)]),
  };
}

function mergeGroups(first: SurveyGroup | undefined, second: SurveyGroup): SurveyGroup {
  if (first === undefined) return second;
  const most =
    first.most === null || second.most === null ? (first.most ?? second.most) : Math.max(first.most, second.most);
  return {
    ...first,
    count: first.count + second.count,
    most,
    examples: [...first.examples, ...second.examples].slice(0, EXAMPLES),
  };
}
