// The rows of a dropped file as a sheet's cells: converted as Sheets does on import, or kept as text.
import { type Conversion, type ConversionKind, conversionOf } from '../conversion.ts';
import type { CellScalar } from '../host/display.ts';
import type { Typing } from '../host/typed-moment.ts';
import { isFormula, PLAIN_TEXT, typedValue } from '../host/typed-value.ts';

export interface FileCell {
  readonly value: CellScalar;
  readonly format: string;
}

export interface FileCells {
  readonly rows: readonly (readonly FileCell[])[];
  readonly converted: ReadonlyMap<ConversionKind, number>;
  /** Cells that Sheets would calculate; here they are text. */
  readonly formulas: number;
}

export function fileCells(rows: readonly (readonly string[])[], typing: Typing, keepAsText: boolean): FileCells {
  if (keepAsText) return { rows: rows.map((row) => row.map(asText)), converted: new Map(), formulas: 0 };
  const converted = new Map<ConversionKind, number>();
  const count = ({ kind }: Conversion) => converted.set(kind, (converted.get(kind) ?? 0) + 1);
  let formulas = 0;
  const cells = rows.map((row) =>
    row.map((text): FileCell => {
      if (isFormula(text)) {
        formulas += 1;
        return asText(text);
      }
      const typed = typedValue(text, '', typing);
      const cell =
        typeof typed === 'object' && typed !== null
          ? { value: typed.value, format: typed.format ?? '' }
          : { value: typed, format: '' };
      const became = conversionOf(text, cell.value, cell.format, typing.locale);
      if (became !== null) count(became);
      return cell;
    }),
  );
  return { rows: cells, converted, formulas };
}

const asText = (text: string): FileCell => ({ value: text === '' ? null : text, format: PLAIN_TEXT });
