// The table of docs/alerts.md: what each alert says, means and asks for, from the words that the messages are made of.
import { ALERTS, type Words } from '../server/alerts/words.ts';

export const alertTable = (): string =>
  [
    '| type | severity | what it says | what it means | what to do |',
    '|---|---|---|---|---|',
    ...Object.entries(ALERTS).flatMap(([type, { severity, en, instead }]) =>
      (instead === undefined ? [en] : [en, instead.en]).map((words) => row(type, severity, words)),
    ),
  ].join('\n');

const row = (type: string, severity: string, { raised, meaning, remedy }: Words): string =>
  `| \`${type}\` | ${severity} | ${raised} | ${meaning} | ${remedy} |`;
