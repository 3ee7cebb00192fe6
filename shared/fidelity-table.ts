// What becomes of every kind of cell in every kind of column: the rules of fidelity as data. Tests and docs/fidelity.md are made of it.

import { DATES, TIMES } from './fidelity-moments.ts';
import { FORMATTED, NUMBERS } from './fidelity-numbers.ts';
import type { FidelityGroup, FidelityRow } from './fidelity-row.ts';
import { BOXES, EMPTY_CELLS, ERRORS, JAPANESE, TEXTS, TEXTS_OF_OTHER_TYPES, UNSTORABLE } from './fidelity-texts.ts';

export const FIDELITY: readonly FidelityGroup[] = [
  { title: 'Empty cells', rows: EMPTY_CELLS },
  { title: 'Texts', rows: TEXTS },
  { title: 'Japanese writing', rows: JAPANESE },
  { title: 'Texts that mean something else', rows: TEXTS_OF_OTHER_TYPES },
  { title: 'Numbers', rows: NUMBERS },
  { title: 'Numbers with a format', rows: FORMATTED },
  { title: 'Boxes', rows: BOXES },
  { title: 'Dates', rows: DATES },
  { title: 'Times and durations', rows: TIMES },
  { title: 'Formulas that fail', rows: ERRORS },
  { title: 'What no database holds', rows: UNSTORABLE },
];

export const FIDELITY_ROWS: readonly FidelityRow[] = FIDELITY.flatMap(({ rows }) => rows);
