// What pages are made of: a state by word and shape, lists that read well on a phone, forms of one button, and the way to older pages.
import { html } from 'hono/html';
import type { Html, OpenCall } from './call.ts';
import { SHELL_TEXTS } from './texts-shell.ts';
import { wordsOf } from './words.ts';

/** Lines of a page; the rest is behind its cursor. */
export const PAGE_SIZE = 100;

export type Tone = 'good' | 'warn' | 'bad' | 'calm';

/** Drawn, since not every font has the signs: a disc with a tick, a triangle, a square with a cross, a ring. */
const SHAPES: Readonly<Record<Tone, Html>> = {
  good: html`<circle cx="8" cy="8" r="8"/><path class="mark" d="M4 8.5l3 3 5-6"/>`,
  warn: html`<path d="M8 0l8 15h-16z"/><path class="mark" d="M8 5v5M8 12v1.5"/>`,
  bad: html`<rect width="16" height="16" rx="2"/><path class="mark" d="M4.5 4.5l7 7M11.5 4.5l-7 7"/>`,
  calm: html`<circle class="ring" cx="8" cy="8" r="6"/>`,
};

/** Never by colour alone: each tone has its shape, and the word says it. */
export const state = (tone: Tone, word: string): Html =>
  html`<span class="state ${tone}"><svg class="shape" viewBox="0 0 16 16" aria-hidden="true">${SHAPES[tone]}</svg>${word}</span>`;

export interface Column {
  readonly head: string;
  readonly isNumber?: boolean;
}

export interface Line {
  /** Unlike every other of the page: by it the line is known again when the page is refreshed. */
  readonly id: string;
  readonly cells: readonly (Html | string)[];
}

/** A table; on a phone every line is a block with its headings beside the values. Roles are said, since blocks would lose them. */
export function list(caption: string, columns: readonly Column[], lines: readonly Line[]): Html {
  const heads = columns.map(
    ({ head, isNumber }) =>
      html`<th role="columnheader" scope="col"${isNumber === true ? html` class="number"` : ''}>${head}</th>`,
  );
  const rows = lines.map(
    ({ id, cells }) =>
      html`<tr role="row" data-key="${id}">${cells.map((cell, at) => dataCell(cell, columns[at]))}</tr>`,
  );
  return html`<table class="list" role="table">
<caption class="unseen">${caption}</caption>
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody role="rowgroup">${rows}</tbody>
</table>`;
}

const dataCell = (cell: Html | string, column: Column | undefined): Html =>
  html`<td role="cell" data-head="${column?.head ?? ''}"${column?.isNumber === true ? html` class="number"` : ''}><div>${cell}</div></td>`;

/** Label and value, one below the other. */
export const facts = (pairs: readonly (readonly [string, Html | string])[]): Html =>
  html`<dl class="facts">${pairs.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;

/** A button that does something; what it does to is part of its name for those who hear it. */
export function actionForm(
  call: Pick<OpenCall, 'link' | 'csrf' | 'here'>,
  path: string,
  label: string,
  {
    hidden = {},
    about = '',
    kind = '',
  }: { hidden?: Readonly<Record<string, string>>; about?: string; kind?: string } = {},
): Html {
  const fields = Object.entries({ csrf: call.csrf, back: withoutSaid(call.here), ...hidden });
  return html`<form class="action" method="post" action="${call.link(path)}">
${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button class="${kind}">${label}${about === '' ? '' : html`<span class="unseen"> ${about}</span>`}</button>
</form>`;
}

/** Where a person goes back to, without what was said there last. */
function withoutSaid(here: string): string {
  const [path = '', query = ''] = here.split('?');
  const kept = new URLSearchParams(query);
  for (const name of ['said', 'processed', 'succeeded', 'failed', 'permanentlyFailed']) kept.delete(name);
  return kept.size === 0 ? path : `${path}?${kept}`;
}

/** On to the lines before the last one of this page, or back to the newest. */
export function pager({ link, here, language }: OpenCall, cursor: string | null): Html {
  const say = wordsOf(SHELL_TEXTS, language);
  const [path = '', query = ''] = withoutSaid(here).split('?');
  const first = new URLSearchParams(query);
  const isFirst = !first.has('cursor');
  first.delete('cursor');
  if (isFirst && cursor === null) return html``;
  const next = new URLSearchParams(first);
  if (cursor !== null) next.set('cursor', cursor);
  const address = (search: URLSearchParams) => link(search.size === 0 ? path : `${path}?${search}`);
  return html`<nav class="pager" aria-label="${say('more_pages')}">
${isFirst ? '' : html`<a href="${address(first)}">${say('newer')}</a>`}
${cursor === null ? '' : html`<a rel="next" href="${address(next)}">${say('older')}</a>`}
</nav>`;
}
