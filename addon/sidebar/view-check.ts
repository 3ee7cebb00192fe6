// The result of a Check: four numbers, one yes, and below it what a sync would meet, the gravest first.
import type { Actions } from './act.ts';
import { banner } from './banner.ts';
import { cellButton } from './cell-button.ts';
import type { CheckFinding, CheckReport, CheckWeight, HeldShown } from './check-answers.ts';
import { canSayYes, isAsked, needsCheck } from './check-state.ts';
import { fold, h } from './dom.ts';
import type { Model } from './model.ts';
import { holdText } from './view-holds.ts';
import type { Words } from './words.ts';
import { withForm } from './words-of-form.ts';

const NUMBERS = ['insert', 'update', 'leave', 'reject'] as const;

export function viewCheck(model: Model, report: CheckReport, words: Words, actions: Actions): HTMLElement {
  const blocked = blockedText(model, report, words);
  const isClear = report.reject === 0 && blocked === null;
  const goes = canSayYes(model, report);
  const said = isClear
    ? words.say(goes ? 'check.clear' : 'check.nothing')
    : (blocked ?? words.say('check.in_the_way', { n: report.reject }));
  const yes = h(
    'button',
    {
      type: 'button',
      id: 'sync-now',
      class: isAsked(model) ? null : 'action',
      disabled: model.work !== null,
      click: actions.check.yes,
    },
    words.say('action.sync_now'),
  );
  return banner(
    {
      tone: isClear ? 'good' : 'warn',
      sign: isClear ? 'check' : 'warn',
      title: words.say(isClear ? (goes ? 'check.title_clear' : 'check.title_nothing') : 'check.title'),
      text: [said, goes && blocked === null && needsCheck(model) ? words.say('check.first') : ''],
    },
    viewNumbers(report, words),
    report.gone > 0 ? h('p', { class: 'took' }, words.say('check.gone', { n: report.gone })) : null,
    goes ? h('div', { class: 'actions' }, yes) : null,
  );
}

/** Why nothing at all would go; null where the rows that are sound can go. */
function blockedText({ run }: Model, { limitedText }: CheckReport, words: Words): string | null {
  if (limitedText.count > 0) return words.say('check.refused', { names: namesOf(limitedText, words) });
  return run?.notes?.held?.scope === 'run' ? words.say('check.run_held') : null;
}

const NAMED = 3;

function namesOf({ count, items }: CheckReport['limitedText'], words: Words): string {
  const names = items
    .slice(0, NAMED)
    .map((name) => (words.language === 'ja' ? `「${name}」` : `“${name}”`))
    .join(words.language === 'ja' ? '' : ', ');
  return count > NAMED ? words.say('check.refused_more', { names, n: count - NAMED }) : names;
}

function viewNumbers(report: CheckReport, words: Words): HTMLElement {
  const line = (name: (typeof NUMBERS)[number]) =>
    h(
      'tr',
      { class: report[name] === 0 ? 'none' : name === 'reject' ? 'stands' : null },
      h('th', { scope: 'row' }, words.say(`check.${name}`)),
      h('td', {}, words.number(report[name])),
    );
  return h(
    'table',
    { class: 'receipt would' },
    h('caption', {}, words.say('check.would')),
    h('tbody', {}, ...NUMBERS.map(line)),
  );
}

const WEIGHTS: readonly CheckWeight[] = ['stands', 'changes', 'lost', 'near'];

/** Under the card; null where there is nothing to be found. */
export function viewCheckFindings(
  report: CheckReport,
  held: HeldShown | null,
  words: Words,
  actions: Actions,
): HTMLElement | null {
  const sections = WEIGHTS.map((weight) => {
    const groups = report.findings.items
      .filter((finding) => finding.weight === weight)
      .map((finding, i) => viewFinding(finding, weight === 'stands' && i < 2, words, actions));
    const more = [
      weight === 'stands' && held !== null ? viewForecast(held, words) : null,
      weight === 'changes' && report.overwrites.count > 0 ? viewOverwritten(report, words) : null,
    ].filter((group) => group !== null);
    return section(weight, [...more, ...groups], words);
  }).filter((found) => found !== null);
  const { count, items } = report.findings;
  if (sections.length === 0) return null;
  const rest =
    count > items.length ? h('p', { class: 'lead' }, words.say('list.unlisted', { n: count - items.length })) : null;
  return h('div', {}, ...sections, rest);
}

function section(weight: CheckWeight, groups: readonly HTMLElement[], words: Words): HTMLElement | null {
  if (groups.length === 0) return null;
  const id = `weight-${weight}`;
  return h(
    'section',
    { class: `list weight ${weight}`, 'aria-labelledby': id },
    h('h2', {}, h('span', { id }, words.say(`check.weight.${weight}`))),
    ...groups,
  );
}

function viewFinding(finding: CheckFinding, isOpen: boolean, words: Words, actions: Actions): HTMLElement {
  const { code, header, column, limit, most, count, examples } = finding;
  const id = `check ${column ?? header} ${code} ${limit ?? finding.form ?? ''}`;
  const cause = causeOf(finding, words);
  const fix = words.sayIf(`check.fix.${code}`, { limit }) ?? words.sayIf(`fix.${code}`, { limit: limit ?? 0 }) ?? '';
  const hasMeasure = most !== null && limit !== null && code !== 'near_limit';
  return fold(
    id,
    isOpen,
    [
      h(
        'span',
        { class: 'what' },
        h('b', {}, header === '' ? words.say('findings.row') : header),
        h('span', {}, cause),
        hasMeasure && h('span', {}, measureOf(finding, words)),
      ),
      code !== 'near_limit' && h('span', { class: 'count' }, words.number(count)),
    ],
    fix !== '' && h('p', { class: 'fix' }, fix),
    h(
      'ul',
      { class: 'items' },
      ...examples.map(({ cell, key }, i) =>
        cellButton({ id: `${id}-${i}`, a1: cell, label: cell, about: key }, words, actions),
      ),
    ),
    count > examples.length && h('p', { class: 'fix' }, words.say('list.unlisted', { n: count - examples.length })),
  );
}

function causeOf(finding: CheckFinding, words: Words): string {
  const { code, form } = finding;
  const said = words.sayIf(`check.cause.${code}`) ?? words.sayIf(`fault.${code}`) ?? measureOf(finding, words);
  return withForm(said, form, words);
}

const measureOf = ({ most, limit }: CheckFinding, words: Words): string => words.say('check.longest', { most, limit });

const viewOverwritten = ({ overwrites: { count, items } }: CheckReport, words: Words): HTMLElement =>
  fold(
    'check-overwrites',
    false,
    [
      h('span', { class: 'what' }, h('b', {}, words.say('check.overwrites'))),
      h('span', { class: 'count' }, words.number(count)),
    ],
    h('p', { class: 'fix' }, words.say('check.overwrites.text')),
    h('ul', { class: 'items' }, ...items.slice(0, 3).map((key) => h('li', { class: 'key' }, key))),
    count > 3 && h('p', { class: 'fix' }, words.say('list.unlisted', { n: count - 3 })),
  );

const viewForecast = ({ holds }: HeldShown, words: Words): HTMLElement =>
  fold(
    'check-holds',
    true,
    [
      h('span', { class: 'what' }, h('b', {}, words.say('check.would_hold'))),
      h('span', { class: 'count' }, words.number(holds.length)),
    ],
    h('p', { class: 'fix' }, words.say('check.would_hold.text')),
    h(
      'ul',
      { class: 'items' },
      ...holds.map((hold) =>
        h('li', { class: 'key' }, h('b', {}, hold.header), h('p', { class: 'cause' }, holdText(hold, words))),
      ),
    ),
  );
