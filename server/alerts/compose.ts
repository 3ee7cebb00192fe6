// A message about alerts as data, in its reader's language: what happened, what it means, what to do, and where to look.
import type { Language } from '../problem.ts';
import { NO_SHEET } from './condition.ts';
import type { AlertEvent } from './outbox.ts';
import { ALERTS, alertWords, oneLine, SEVERITY_WORDS } from './words.ts';

export interface Item {
  readonly event: AlertEvent;
  /** `Error`, or `Recovered`. */
  readonly label: string;
  readonly sentence: string;
  /** Null of what is over. */
  readonly meaning: string | null;
  readonly remedy: string | null;
  readonly link: string | null;
}

export interface Message {
  readonly language: Language;
  readonly subject: string;
  /** Said before the items. */
  readonly note: string | null;
  /** The first ones; `more` counts the others. */
  readonly items: readonly Item[];
  readonly more: number;
  /** Where all of it can be read; null where the server does not know its address. */
  readonly link: string | null;
}

interface Told {
  readonly events: readonly AlertEvent[];
  readonly gathered: boolean;
  readonly language: Language;
}

/** What a person reads of one message; the rest is counted. */
const SHOWN = 10;

export function compose({ events, gathered, language }: Told, dashboardUrl: string | null): Message {
  const items = events.slice(0, SHOWN).map((event) => itemOf(event, language, dashboardUrl));
  const about = sheetOf(events);
  return {
    language,
    subject: ['Rollcall', ...(about === null ? [] : [about]), headline(events, gathered, language)].join(': '),
    note: null,
    items,
    more: events.length - items.length,
    link: linkTo(dashboardUrl, 'alerts'),
  };
}

/** Its name, where all is of one sheet. */
function sheetOf(events: readonly AlertEvent[]): string | null {
  const names = new Map(events.map(({ sheetId, params }) => [sheetId, params['sheetName']]));
  const [name] = names.values();
  return names.size === 1 && !names.has(NO_SHEET) && typeof name === 'string' ? oneLine(name) : null;
}

function itemOf(event: AlertEvent, language: Language, dashboardUrl: string | null): Item {
  const words = alertWords(event, language);
  const over = event.event === 'recovered';
  return {
    event,
    label: over ? RECOVERED[language] : SEVERITY_WORDS[event.severity][language],
    sentence: over ? words.recovered : words.raised,
    meaning: over ? null : words.meaning,
    remedy: over ? null : words.remedy,
    link: linkTo(dashboardUrl, pageOf(event)),
  };
}

function pageOf({ type, sheetId, subject }: AlertEvent): string {
  if (sheetId === NO_SHEET) return 'alerts';
  if (type === 'run_held') return 'held';
  const sheet = `sheets/${sheetId}`;
  return ALERTS[type].subject === 'buyer' ? `${sheet}/buyers?key=${encodeURIComponent(subject)}` : sheet;
}

const RECOVERED = { en: 'Recovered', ja: '回復' } as const;

function headline(events: readonly AlertEvent[], gathered: boolean, language: Language): string {
  const [only] = events;
  if (gathered) return MORE_ALERTS[language](events.length);
  if (only === undefined || events.length > 1) return COUNTED_ALERTS[language](events.length);
  const { title } = alertWords(only, language);
  return only.event === 'recovered' ? `${RECOVERED[language]}: ${title}` : title;
}

type Counted = Readonly<Record<Language, (count: number) => string>>;

const COUNTED_ALERTS: Counted = { en: (count) => `${count} alerts`, ja: (count) => `アラート ${count} 件` };

/** Of a gathered message: beyond those of the hour before. */
const MORE_ALERTS: Counted = {
  en: (count) => `${count} more alert${count === 1 ? '' : 's'}`,
  ja: (count) => `ほかのアラート ${count} 件`,
};

/** Of a list that is cut. */
export const AND_MORE: Counted = { en: (count) => `… and ${count} more.`, ja: (count) => `… ほか ${count} 件。` };

/** Below the dashboard's address, whatever path that has. */
function linkTo(dashboardUrl: string | null, path: string): string | null {
  if (dashboardUrl === null) return null;
  return URL.parse(path, dashboardUrl.endsWith('/') ? dashboardUrl : `${dashboardUrl}/`)?.href ?? null;
}
