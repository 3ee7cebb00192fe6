// A cause, and in what the two writings of the same value differ.
import type { Form } from '../../shared/protocol.ts';
import type { Words } from './words.ts';

export const withForm = (cause: string, form: Form | null | undefined, words: Words): string =>
  form == null ? cause : `${cause} · ${words.say(`form.${form}`)}`;
