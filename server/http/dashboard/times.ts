// Times with their zone: UTC as served, beside it the reader's own where a script can ask the browser for it.
import { html } from 'hono/html';
import type { Html, OpenCall } from './call.ts';
import { SHELL_TEXTS } from './texts-shell.ts';
import { fromNow, wordsOf } from './words.ts';

type Reader = Pick<OpenCall, 'now' | 'language'>;

/** `2026-11-25 10:22 UTC`; "never" for null. */
export function moment({ language }: Reader, iso: string | null): Html {
  if (iso === null) return html`<span class="none">${wordsOf(SHELL_TEXTS, language)('never')}</span>`;
  return html`<time datetime="${iso}"><span class="whole">${utc(iso)} UTC</span></time>`;
}

/** The same with how long ago, or until when, before it. */
export const momentFromNow = (reader: Reader, iso: string | null): Html =>
  iso === null
    ? moment(reader, iso)
    : html`<span class="ago">${fromNow(iso, reader.now, reader.language)}</span> ${moment(reader, iso)}`;

export const utc = (iso: string): string => new Date(iso).toISOString().slice(0, 16).replace('T', ' ');
