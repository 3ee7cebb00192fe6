// What a contract becomes by a person's answers: pure, and every answer that cannot be kept is refused with what it lacks.
import { cellAddress } from '../../shared/a1.ts';
import type { BoundColumn, HeaderAnswer, HeaderAnswers } from '../../shared/protocol.ts';
import { Problem } from '../problem.ts';
import type { Copy } from './header-changes.ts';
import { type Agreed, type Contract, isTextType, notSynced, type ReadHeaders, readHeaders } from './headers.ts';
import type { Target } from './target.ts';

export interface Applied {
  readonly contract: Contract;
  /** By header text, to be written. */
  readonly changed: ReadonlyMap<string, Agreed>;
}

type Said = ReadonlyMap<number, HeaderAnswer>;

/** Throws `invalid_body`, `unknown_column`, `column_taken`, `headers_alike`. */
export function applyAnswers(
  { headers, answers, headerRow }: HeaderAnswers,
  target: Target,
  before: Contract,
): Applied {
  const read = readHeaders(headers, target, before);
  for (const [at, answer] of answers.entries()) checkAnswer(answer, at, read, target);
  const said = completed(answers, read);
  const copiesOf = Map.groupBy(read.columns, (column) => read.texts[column.index] ?? '');
  const changed = new Map<string, Agreed>();
  const places = new Map(before.places);
  for (const answer of said.values()) {
    const text = read.texts[answer.index] ?? '';
    if (text !== '') changed.set(text, answered(answer, said, copiesOf.get(text) ?? [], headerRow));
    // The question is answered: its heading, and the one it came instead of, are looked for no more where they were.
    const instead = read.changes.replaced.get(answer.index);
    if (instead !== undefined && !copiesOf.has(instead)) places.delete(instead);
    places.delete(text);
  }
  const doubted = new Set([...before.doubted].filter((text) => places.has(text)));
  const contract = { ...before, agreed: new Map([...before.agreed, ...changed]), places, doubted };
  checkTaken(said, readHeaders(headers, target, contract), headerRow);
  return { contract, changed };
}

function checkAnswer(
  { index, decision, column, asValue }: HeaderAnswer,
  at: number,
  read: ReadHeaders,
  target: Target,
) {
  const text = read.texts[index];
  if (text === undefined) throw refused(at, 'index', 'the position of a heading, from 0');
  if (decision !== 'column') {
    if (column !== undefined) throw refused(at, 'column', 'none where the decision is not "column"');
    if (asValue === true) throw refused(at, 'asValue', 'only where the decision is "column"');
    return;
  }
  if (text === '') throw refused(at, 'index', 'a heading with a text: a blank one can mean no column');
  if (column === undefined) throw refused(at, 'column', 'a column of the table');
  const found = target.columns.find((candidate) => candidate.name === column);
  const fixed = new Set(target.scope === null ? [] : [target.scope.column]);
  if (found === undefined || notSynced(found, fixed) !== null)
    throw new Problem('unknown_column', { table: target.table.name, column });
  if (asValue === true && !isTextType(found.type)) throw refused(at, 'asValue', 'only for a column of text');
  // A number that is shown as 00123 is 123 as a value.
  if (asValue === true && column === target.keyColumn)
    throw refused(at, 'asValue', 'never for the key: it would lose its zeros');
}

/**
 * The answers, and those that follow from them: of headers that mean one column, naming the one that counts leaves the others
 * out; and where all but one are left out, that one counts.
 */
function completed(answers: readonly HeaderAnswer[], { columns }: ReadHeaders): Said {
  const said = new Map<number, HeaderAnswer>();
  for (const [at, answer] of answers.entries()) {
    if (said.has(answer.index)) throw refused(at, 'index', 'each heading once');
    said.set(answer.index, answer);
  }
  const doubled = columns.filter(({ reason, state }) => state === 'held' && reason === 'header_doubled');
  for (const [name, ones] of Map.groupBy(doubled, (one) => one.column ?? '')) {
    const open = ones.filter((one) => !said.has(one.index));
    const [last, ...others] = open;
    const isChosen = answers.some(({ decision, column }) => decision === 'column' && column === name);
    if (isChosen) for (const { index } of open) said.set(index, { index, decision: 'ignored' });
    else if (last !== undefined && others.length === 0 && ones.length > 1)
      said.set(last.index, { index: last.index, decision: 'column', column: name });
  }
  return said;
}

/** Of one text that is there several times the copy that means a column decides; the others are left out by that. */
function answered(
  { index, decision, column, asValue = false }: HeaderAnswer,
  said: Said,
  copies: readonly BoundColumn[],
  headerRow: number,
): Agreed {
  const copyAt = (at: number): Copy | null =>
    copies.length === 1 ? null : { number: copies.findIndex((one) => one.index === at) + 1, of: copies.length };
  const others = copies.filter((one) => one.index !== index);
  const chosen = others.find((one) => said.get(one.index)?.decision === 'column');
  const kept = others.find((one) => one.state === 'synced' && !said.has(one.index));
  if (decision === 'column') {
    if (chosen !== undefined || (kept !== undefined && kept.column !== column))
      throw new Problem('headers_alike', { cells: copies.map((one) => cellAddress(headerRow, one.index)) });
    return { decision, column: column ?? null, asValue, copy: copyAt(index) };
  }
  const counting = chosen ?? kept;
  if (counting === undefined) return { decision, column: null, asValue: false, copy: null };
  const { column: name = counting.column, asValue: byValue = counting.asValue } = said.get(counting.index) ?? {};
  return { decision: 'column', column: name, asValue: byValue ?? false, copy: copyAt(counting.index) };
}

/** Every header that was said to mean a column means it now, and alone. */
function checkTaken(said: Said, { columns }: ReadHeaders, headerRow: number): void {
  for (const { index, decision, column } of said.values()) {
    if (decision !== 'column' || columns[index]?.state === 'synced') continue;
    const at = columns.find((one) => one.index !== index && one.column === column)?.index ?? index;
    const header = columns[at]?.header ?? '';
    throw new Problem('column_taken', { column, header, cell: cellAddress(headerRow, at), index: at });
  }
}

const refused = (at: number, field: string, expected: string): Problem =>
  new Problem('invalid_body', { path: `answers.${at}.${field}`, expected });
