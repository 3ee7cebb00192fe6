// A coloured card with a sign, a title and what it means.
import { h, type IconName, icon } from './dom.ts';

interface Banner {
  readonly tone: 'good' | 'warn' | 'bad' | 'calm';
  readonly sign: IconName;
  readonly title: string;
  /** Sentences; empty ones are left out. */
  readonly text: string | readonly string[];
}

/** How a run ended, or what keeps one from beginning: takes the focus then, so that a keyboard goes on reading from here. */
export function banner(what: Banner, ...more: readonly (Node | null)[]): HTMLElement {
  const section = notice('result', what, ...more);
  section.setAttribute('tabindex', '-1');
  return section;
}

export function notice(
  id: string,
  { tone, sign, title, text }: Banner,
  ...more: readonly (Node | null)[]
): HTMLElement {
  const sentences = [text].flat().filter((sentence) => sentence !== '');
  return h(
    'section',
    { class: `card banner ${tone}`, id, 'aria-labelledby': `${id}-title` },
    h('h2', {}, icon(sign), h('span', { id: `${id}-title` }, title)),
    ...sentences.map((sentence) => h('p', {}, sentence)),
    ...more,
  );
}
