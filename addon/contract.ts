// The header contract as a person sees and changes it: which row holds the headings, and what each of them means.
import type { BindingAnswer, BoundColumn, HeaderAnswer, HeaderAnswers, SheetView } from '../shared/protocol.ts';
import { refusal } from './answering.ts';
import type { ApiAnswer, Send } from './api.ts';
import { connect } from './connection.ts';
import { localProblem } from './execution.ts';
import { storedHeaderRow, storeHeaderRow } from './header-row.ts';
import { likelyRows, type Top } from './heading-row.ts';
import { headingBefore, shownHeading } from './heading-state.ts';
import type { Person } from './saved-run.ts';
import { type Bound, bindingRequest, SHEET } from './server-view.ts';
import { setupView } from './setup-view.ts';
import { openTab } from './sheet.ts';
import type { SheetReader } from './sheet-reader.ts';
import { writeCell } from './sheet-write.ts';
import type { Reply, Status } from './sidebar/answers.ts';
import type { NewColumn, SaidOfHeading, SetupView } from './sidebar/answers-contract.ts';
import { statusOf } from './status.ts';

/** So many rows are asked about where nobody said which one holds the headings. */
const CANDIDATES = 3;

/** `wanted` is the row a person clicked; null: the one agreed on, or the likeliest. `find` narrows the list of headings. */
export function viewSetup(sheet: SheetReader, wanted: number | null, find: string): Reply<SetupView> {
  const send = connect(sheet.facts.gid);
  if (send === null) return noKey;
  const top = sheet.top();
  const known = wanted ?? storedHeaderRow(sheet.facts.gid);
  const rows = known === null ? likelyRows(top).slice(0, CANDIDATES) : [known];
  const asked = rows.flatMap((row) => {
    const bound = bindingRequest(sheet, row);
    return bound === null ? [] : [{ row, bound }];
  });
  if (asked.length === 0) return known === null ? emptyTab : blankRow(send, top, known, sheet, find);
  const [view, ...bindings] = send([SHEET, ...asked.map(({ bound }) => bound.request)]);
  if (view?.ok !== true) return refused(view);
  const agreed = view.body as SheetView;
  const best = mostBound(asked.map(({ row }, i) => ({ row, answer: bindings[i] })));
  if (best?.answer?.ok !== true) return refused(best?.answer);
  const { columns } = best.answer.body as BindingAnswer;
  return { ok: true, ...setupView(sheet.facts.gid, top, best.row, agreed, columns, find) };
}

/** Nothing stands in that row: it is shown all the same, so that another can be clicked. */
function blankRow(send: Send, top: Top, row: number, sheet: SheetReader, find: string): Reply<SetupView> {
  const view = send([SHEET])[0];
  if (view?.ok !== true) return refused(view);
  return { ok: true, ...setupView(sheet.facts.gid, top, row, view.body as SheetView, [], find) };
}

interface Candidate {
  readonly row: number;
  readonly answer: ApiAnswer | undefined;
}

/** Likelier rows come first; a later one must bind more headings to be taken. */
const mostBound = (candidates: readonly Candidate[]): Candidate | undefined =>
  candidates.reduce<Candidate | undefined>((best, one) => (best && count(best) >= count(one) ? best : one), undefined);

const count = ({ answer }: Candidate): number =>
  answer?.ok === true ? (answer.body as BindingAnswer).columns.filter(({ column }) => column !== null).length : -1;

/** Keeps what a person said of all headings, or of some, and which row holds them. */
export function saveSetup(sheet: SheetReader, person: Person, row: number, json: string): Reply<Status> {
  const said = JSON.parse(json) as readonly SaidOfHeading[];
  return agree(sheet, person, row, said) ?? statusOf(sheet, person);
}

/** One heading's answer, at one click. */
export function answerHeader(sheet: SheetReader, person: Person, json: string): Reply<Status> {
  return saveSetup(sheet, person, storedHeaderRow(sheet.facts.gid) ?? 1, `[${json}]`);
}

/** Null where it was kept. */
function agree(sheet: SheetReader, person: Person, headerRow: number, said: readonly SaidOfHeading[]) {
  const send = connect(sheet.facts.gid);
  if (send === null) return noKey;
  const headers = sheet.headers(headerRow);
  const moved = said.some(({ index, header }) => shownHeading(headers[index] ?? '') !== header);
  if (moved) return refusal('headings_moved', 'The headings are no longer where they were when this was answered.');
  const answers = said.map(({ header: _, ...answer }): HeaderAnswer => answer);
  const by = person.email === null ? {} : { by: person.email };
  const body: HeaderAnswers = { headerRow, headers, answers, ...by };
  const answer = send([{ method: 'put', path: 'v1/sheet/headers', body }])[0];
  if (answer?.ok !== true) return refused(answer);
  storeHeaderRow(sheet.facts.gid, headerRow);
  return null;
}

/** The heading that a column had goes back into its cell, where that is blank and nothing forbids it. */
export function writeHeadingBack(sheet: SheetReader, person: Person, index: number, column: string): Reply<Status> {
  const asked = askBinding(sheet);
  if ('ok' in asked) return asked;
  const { agreed, bound, columns, headerRow } = asked;
  const before = headingBefore(agreed, column, columns);
  const stillBlank = columns[index]?.reason === 'header_blank' && (bound.headers[index] ?? '').trim() === '';
  const tab = openTab(sheet.facts.gid);
  const place = { rowNumber: headerRow, index, shown: '' };
  if (before === null || !stillBlank || tab === null || writeCell(tab, headerRow, place, before) !== null)
    return refusal('heading_not_written', 'The cell of the heading is not blank, or may not be written.');
  return statusOf(sheet, person);
}

/** The migration that would give a heading a column of its own. */
export function newColumnFor(sheet: SheetReader, index: number): Reply<NewColumn> {
  const asked = askBinding(sheet);
  if ('ok' in asked) return asked;
  const found = asked.newColumns.find((one) => one.index === index);
  if (found === undefined) return refusal('no_new_column', 'The server proposes no column for this heading.');
  return { ok: true, name: found.name, migration: found.migration.slice(0, 10_000) };
}

interface Asked {
  readonly headerRow: number;
  readonly bound: Bound;
  readonly agreed: SheetView;
  readonly columns: readonly BoundColumn[];
  readonly newColumns: BindingAnswer['newColumns'];
}

function askBinding(sheet: SheetReader): Asked | ReturnType<typeof refusal> {
  const headerRow = storedHeaderRow(sheet.facts.gid) ?? 1;
  const send = connect(sheet.facts.gid);
  const bound = bindingRequest(sheet, headerRow);
  if (send === null) return noKey;
  if (bound === null) return emptyTab;
  const [view, binding] = send([SHEET, bound.request]);
  if (view?.ok !== true) return refused(view);
  if (binding?.ok !== true) return refused(binding);
  return { headerRow, bound, agreed: view.body as SheetView, ...(binding.body as BindingAnswer) };
}

const noKey = refusal('no_key', 'This tab holds no sheet key yet.');
const emptyTab = refusal('empty_sheet', 'This tab holds nothing near its top.');

const refused = (answer: ApiAnswer | undefined) => {
  const { code, params } = answer?.ok === false ? answer.problem : localProblem('unreachable', 0);
  const isShort = JSON.stringify(params).length < 2000;
  return { ...refusal(code, 'The server did not agree about the headings.'), params: isShort ? params : {} };
};
