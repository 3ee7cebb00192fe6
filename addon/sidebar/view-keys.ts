// Questions about keys in their lists: two spellings of one buyer or two buyers, and rows without a key that are no buyers.
import type { Actions } from './act.ts';
import type { Cut } from './answers.ts';
import type { Pair } from './check-actions.ts';
import type { KeyAnswer } from './check-model.ts';
import { h } from './dom.ts';
import type { Model } from './model.ts';
import { codeWords } from './problem-words.ts';
import type { Words } from './words.ts';

interface KnownPair extends Pair {
  /** As the server knows it. */
  readonly isSame: boolean;
}

interface Page {
  readonly model: Model;
  readonly words: Words;
  readonly actions: Actions;
}

/** Under a pair of spellings; `cells` are the key cells of the rows that carry the first. */
export function lookAlikeAnswer(id: string, pair: KnownPair, cells: readonly string[], page: Page): HTMLElement {
  const { words, actions } = page;
  const { answer, written, problem } = stateOf(id, page, pair.isSame ? 'same' : null);
  const press = (said: 'same' | 'different' | null) => () => actions.check.lookAlike(id, pair, said);
  if (answer === null) {
    return answered(
      id,
      page,
      problem,
      null,
      link(`${id}-same`, words.say('lookalikes.same'), press('same'), page),
      link(`${id}-different`, words.say('lookalikes.different'), press('different'), page),
    );
  }
  const said = answer === 'same' ? words.say('lookalikes.is_same') : words.say('lookalikes.is_different');
  const writes =
    answer !== 'same' || pair.otherKey.endsWith('…')
      ? []
      : cells
          .filter((cell) => !written.includes(cell))
          .map((cell) =>
            link(
              `${id}-write-${cell}`,
              words.say('lookalikes.write', { other: pair.otherKey, cell }),
              () => actions.check.writeKey(id, pair, cell),
              page,
            ),
          );
  const done = written.length > 0 ? words.say('lookalikes.written') : said;
  return answered(id, page, problem, done, ...writes, undo(id, press(null), page));
}

/** Under rows without a key that lie next to each other. */
export function notBuyersAnswer(id: string, rows: string, page: Page): HTMLElement {
  const { words, actions } = page;
  const { answer, problem } = stateOf(id, page);
  const n = countOf(rows);
  if (answer === 'not_buyers') {
    const back = undo(id, () => actions.check.notBuyers(id, rows, true), page);
    return answered(id, page, problem, words.say('blanks.is_noted', { n }), back);
  }
  const text = words.say(n === 1 ? 'blanks.not_buyer' : 'blanks.not_buyers');
  return answered(
    id,
    page,
    problem,
    null,
    link(`${id}-not`, text, () => actions.check.notBuyers(id, rows, false), page),
  );
}

/** `4138-4150` as people say it. */
export function rowsText(rows: string, words: Words): string {
  const [from = 0, to = from] = rows.split('-').map(Number);
  return from === to ? words.say('list.row', { row: from }) : words.say('blanks.rows', { from, to });
}

/** Rows that no range in the list names. */
export const unnamed = ({ count, items }: Cut<string>): number =>
  items.reduce((rest, rows) => rest - countOf(rows), count);

export const firstRow = (rows: string): number => Number(rows.split('-')[0]);

function countOf(rows: string): number {
  const [from = 0, to = from] = rows.split('-').map(Number);
  return to - from + 1;
}

const stateOf = (id: string, { model }: Page, answer: KeyAnswer['answer'] = null): KeyAnswer =>
  model.check.keys[id] ?? { answer, written: [], problem: null };

const undo = (id: string, click: () => void, page: Page): HTMLElement =>
  link(`${id}-undo`, page.words.say('answers.undo'), click, page);

const link = (id: string, text: string, click: () => void, { model }: Page): HTMLElement =>
  h('button', { type: 'button', class: 'link', id, disabled: model.work !== null, click }, text);

/** Takes the keyboard where the button that was pressed is gone. */
function answered(
  id: string,
  { words }: Page,
  problem: string | null,
  said: string | null,
  ...buttons: HTMLElement[]
): HTMLElement {
  return h(
    'div',
    { class: 'answers', id: `${id}-answers`, tabindex: -1 },
    said !== null && h('p', { class: 'cause' }, said),
    ...buttons,
    problem !== null &&
      h('p', { class: 'failed' }, words.sentences([words.say('holds.failed'), codeWords(problem, words)])),
  );
}
