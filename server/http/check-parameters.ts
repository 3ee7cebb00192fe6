// The parts of an address held against what a route says of them; numbers are read as numbers.
import type Type from 'typebox';
import { Compile } from 'typebox/compile';
import { Problem } from '../problem.ts';

export type Texts = Readonly<Record<string, string>>;
export type Schemas = Readonly<Record<string, Type.TSchema>>;

/** Throws `invalid_parameter` with the schema's own words. */
export function parameterCheck(schemas: Schemas): (values: Texts) => Texts {
  const checks = Object.entries(schemas).map(([name, schema]) => ({ name, check: Compile(schema), schema }));
  return (values) => {
    for (const { name, check, schema } of checks) {
      const value = values[name];
      if (value === undefined) continue;
      const isInteger = (schema as { type?: string }).type === 'integer';
      const typed = isInteger ? (/^\d+$/.test(value) ? Number(value) : Number.NaN) : value;
      if (check.Check(typed) && !value.includes('\0')) continue;
      const { description } = schema as { description?: string };
      throw new Problem('invalid_parameter', {
        name,
        expected: description ?? check.Errors(typed)[0]?.message ?? 'plain text',
      });
    }
    return values;
  };
}
