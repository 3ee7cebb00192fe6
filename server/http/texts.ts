// Texts that become part of our own records must be storable: no NUL, no half characters. Cells are judged elsewhere, one by one.
import { badCharacter } from '../../shared/canonical-text.ts';
import { Problem } from '../problem.ts';

/** Throws `invalid_body` naming the field. */
export function checkTexts(texts: Readonly<Record<string, string | readonly string[] | undefined>>): void {
  for (const [path, text] of Object.entries(texts)) {
    const list = typeof text === 'string' ? [text] : (text ?? []);
    const at = list.findIndex((item) => badCharacter(item) !== null);
    if (at >= 0)
      throw new Problem('invalid_body', {
        path: typeof text === 'string' ? path : `${path}.${at}`,
        expected: WELL_FORMED,
      });
  }
}

/** Keys are canonical: trimmed, never empty; null for a blank one. */
export function checkKeys(path: string, keys: readonly (string | null)[]): void {
  const at = keys.findIndex((key) => key !== null && (key === '' || key.trim() !== key || badCharacter(key) !== null));
  if (at >= 0)
    throw new Problem('invalid_body', {
      path: `${path}.${at}`,
      expected: `trimmed, not empty (null where blank), ${WELL_FORMED}`,
    });
}

const WELL_FORMED = 'text without NUL, U+001F and lone surrogates';
