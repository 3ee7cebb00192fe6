// What a person reads where something was not done, or is not there.
import { html } from 'hono/html';
import type { Language } from '../../problem.ts';
import { goesBack } from './back.ts';
import type { Answer, Html, OpenCall } from './call.ts';
import { SHELL_TEXTS } from './texts-shell.ts';
import { wordsOf } from './words.ts';

export function notDone(call: OpenCall, status: number, text: string): Answer {
  const say = wordsOf(SHELL_TEXTS, call.language);
  const back = html`<p><a href="${call.link(goesBack(call.form['back']))}">${say('back')}</a></p>`;
  const headers = status === 503 ? { headers: { 'retry-after': '5' } } : {};
  return { ...said(say('not_done'), html`<p>${text}</p>${back}`, status), ...headers };
}

export function notFound(language: Language): Answer {
  const say = wordsOf(SHELL_TEXTS, language);
  return said(say('not_found'), html`<p>${say('not_found_text')}</p>`, 404);
}

/** The form was not this page's own. */
export function notTaken(language: Language): Answer {
  const say = wordsOf(SHELL_TEXTS, language);
  return said(say('not_done'), html`<p>${say('forbidden_text')}</p>`, 403);
}

const said = (title: string, text: Html, status: number) =>
  ({ kind: 'page', title, status, main: html`<h1>${title}</h1>${text}` }) as const;
