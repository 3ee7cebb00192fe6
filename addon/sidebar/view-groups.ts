// Values that differ, by column and cause, however many they are; buyers that are missing; and what can be done about either.
import type { MismatchGroup } from '../../shared/protocol.ts';
import { MOST_CHOSEN } from '../../shared/run-steps.ts';
import type { RunResult } from './answers.ts';
import { checkOf, whyNoPush } from './check-state.ts';
import { fold, h } from './dom.ts';
import { itemId } from './listing.ts';
import { groupId, nameOf } from './repair-model.ts';
import { list, type Page, plainKey } from './view-lists.ts';
import { POINTLESS, viewMismatch } from './view-mismatch.ts';
import { viewQuestion } from './view-question.ts';
import { withForm } from './words-of-form.ts';

type Time = Page & { readonly nowMs: number };

export function viewGroups(
  model: Page['model'],
  words: Page['words'],
  actions: Page['actions'],
  nowMs: number,
): HTMLElement | null {
  const { run, work } = model;
  if (run === null || run.result === null || work === 'run' || work === 'stopping' || checkOf(run) !== null)
    return null;
  const page = { model, words, actions, nowMs };
  const { result } = run;
  const parts = [...viewValues(result, page), viewMissing(result, page)].filter((part) => part !== null);
  if (parts.length === 0) return null;
  // Where rows are missing and nothing differs, their list has the title itself.
  const name =
    result.mismatches.count > 0 ? { 'aria-labelledby': 'groups-title' } : { 'aria-label': words.say('missing.title') };
  return h('section', { class: 'list groups', ...name }, ...parts, viewCsv(page));
}

function viewValues(result: RunResult, page: Time): (HTMLElement | null)[] {
  const { words } = page;
  const { count } = result.mismatches;
  const groups = result.groups?.items ?? [];
  if (count === 0) return [];
  const title = h(
    'h2',
    {},
    h('span', { id: 'groups-title' }, words.say('groups.title')),
    h('span', { class: 'count' }, words.number(count)),
  );
  const rest = count - groups.reduce((sum, group) => sum + group.count, 0);
  return [
    title,
    groups.length === 0 ? null : h('p', { class: 'lead' }, words.say('groups.lead')),
    ...groups.map((group, i) => viewGroup(group, i < 2, page)),
    rest > 0 ? h('p', { class: 'lead' }, words.say('groups.unlisted', { n: rest })) : null,
  ];
}

function viewGroup(group: MismatchGroup, isOpen: boolean, page: Time): HTMLElement {
  const { words, model, actions } = page;
  const id = groupId(group);
  const known = model.repair.lists[id];
  const items = known === undefined || known.items.length === 0 ? group.examples : known.items;
  const isAsked = model.work === 'listing' && model.listing?.id === id;
  const isMore = known?.isEnd !== true && items.length < group.count;
  return fold(
    id,
    isOpen,
    [
      h('span', { class: 'what' }, h('b', {}, group.header), h('span', {}, causeText(group, page))),
      h('span', { class: 'count' }, words.number(group.count)),
    ],
    h('p', { class: 'fix' }, explained(group, page)),
    ...viewChoices(group, id, page),
    h('ul', { class: 'items' }, ...items.map((mismatch, i) => viewMismatch(itemId(id, i), group, mismatch, page))),
    isMore &&
      h(
        'button',
        {
          type: 'button',
          class: 'link more',
          id: `${id}-more`,
          'aria-disabled': model.work !== null ? 'true' : null,
          'aria-busy': isAsked ? 'true' : null,
          click: () => model.work === null && actions.repair.more(nameOf(group)),
        },
        isAsked ? words.say('list.asking') : words.say('action.more', { n: nextOf(group, known?.items.length ?? 0) }),
      ),
    known?.problem != null && h('p', { class: 'failed' }, words.say('list.failed')),
  );
}

/** A page of the server's has fifty; the examples are among them. */
const nextOf = ({ count, examples }: MismatchGroup, known: number): number =>
  Math.min(known === 0 ? 50 - examples.length : 50, count - Math.max(known, examples.length));

const causeText = ({ cause, form }: MismatchGroup, { words }: Page): string =>
  withForm(words.sayIf(`cause.${cause}`) ?? cause.replaceAll('_', ' '), form, words);

function explained({ cause, since }: MismatchGroup, { words, nowMs }: Time): string {
  const when =
    since === null ? words.say('groups.never') : words.say('groups.since', { when: words.when(since, nowMs) });
  const hint = HINTS.has(cause) ? words.sayIf(`groups.${HINTS.get(cause)}`) : null;
  return words.sentences([when, hint ?? '']);
}

const HINTS: ReadonlyMap<string, string> = new Map([
  ['held', 'held'],
  ['rejected', 'rejected'],
  ['queued', 'queued'],
  ['form_only', 'form'],
]);

function viewChoices(group: MismatchGroup, id: string, page: Time): (HTMLElement | false)[] {
  const { model, words, actions } = page;
  const { run, work, repair } = model;
  if (repair.settled.includes(id)) return [h('p', { class: 'fix' }, words.say('groups.settled'))];
  if (repair.question?.groupId === id && repair.question.key === null) return [viewQuestion(repair.question, page)];
  const { count, header, examples } = group;
  const name = nameOf(group);
  const button = (what: 'push' | 'take', text: string, click: () => void) =>
    h('button', { type: 'button', id: `${id}-${what}`, disabled: work !== null, click }, text);
  const ask = () =>
    actions.repair.ask({ id: `${id}-take`, groupId: id, group: name, header, key: null, count, examples });
  const push = () => actions.repair.push({ runId: run?.runId ?? '', group: name });
  const hint = POINTLESS.has(group.cause) ? null : pushHint(count, page);
  const isPushed = hint === null && !POINTLESS.has(group.cause);
  return [
    hint !== null && h('p', { class: 'fix' }, hint),
    h(
      'div',
      { class: 'actions choices' },
      isPushed && button('push', words.say('push.group', { n: count }), push),
      button('take', words.say('take.group', { n: count }), ask),
    ),
  ];
}

/** Why these cannot be pushed by themselves, and what can be done instead; null where they can. */
function pushHint(count: number, { model, words }: Page): string | null {
  const why = whyNoPush(model);
  if (why !== null) return words.say(`push.${why}`);
  return count > MOST_CHOSEN ? words.say('problem.too_many_chosen') : null;
}

function viewMissing({ missing, mismatches, missingCauses }: RunResult, page: Time): HTMLElement | null {
  const { words, model, actions } = page;
  const causes = Object.entries(missingCauses ?? {}).flatMap(([cause, n]) =>
    n > 0 ? (words.sayIf(`missing.cause.${cause}`, { n }) ?? []) : [],
  );
  const lead = mismatches.count > 0 ? words.say('missing.lead') : '';
  const push = h(
    'button',
    {
      type: 'button',
      id: 'push-missing',
      disabled: model.work !== null,
      click: () => actions.repair.push('missing'),
    },
    words.say('push.missing', { n: missing.count }),
  );
  const why = whyNoPush(model);
  const refused = (missingCauses?.['rejected'] ?? 0) + (missingCauses?.['queued'] ?? 0);
  const isPointless = refused === missing.count;
  const choice =
    why === null ? h('div', { class: 'actions choices' }, push) : h('p', { class: 'fix' }, words.say(`push.${why}`));
  const text = words.sentences([lead, causes.join(words.language === 'ja' ? '、' : ', ')]);
  return list('missing', missing, text, page, plainKey, missing.count, isPointless ? null : choice);
}

function viewCsv({ words, model, actions }: Page): HTMLElement {
  const { csvProblem } = model.repair;
  return h(
    'div',
    { class: 'csv' },
    h(
      'button',
      { type: 'button', class: 'link', id: 'csv', disabled: model.work !== null, click: actions.repair.download },
      words.say('csv.button'),
    ),
    csvProblem !== null &&
      h(
        'p',
        { class: 'failed' },
        words.sentences([words.say('csv.failed'), words.sayIf(`problem.${csvProblem}`) ?? '']),
      ),
  );
}
