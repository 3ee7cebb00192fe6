// The operator's page names every setting, issue, service and variable there is, with the defaults of the code.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { describeVariables, PROJECT_ROOT } from '../server/config.ts';
import { logNothing } from '../server/log.ts';
import { SETTINGS } from '../server/settings/settings.ts';
import { SHEET_ALERTS } from '../server/watch/conditions.ts';
import { standardJobs } from '../server/watch/services.ts';

const page = readFileSync(join(PROJECT_ROOT, 'docs/operating.md'), 'utf8');

test.each(Object.entries(SETTINGS))('%s stands there as the code has it', (name, { byDefault, unit, meaning }) => {
  expect(page).toContain(`| \`${name}\` | ${byDefault} | ${unit} | ${meaning.en} |`);
});

test.each([...SHEET_ALERTS, 'columns_held'])('the issue %s has its line', (code) => {
  expect(page).toMatch(new RegExp(`^\\| \`${code}\` \\| .+ \\| .+ \\|$`, 'm'));
});

test('every service has its line', () => {
  const channels = { log: logNothing, webhook: null, smtp: null, dashboardUrl: null };
  const names = standardJobs({} as pg.Pool, channels).map(({ name }) => name);
  expect(names.length).toBeGreaterThan(3);
  for (const name of [...names, 'embedded_database'])
    expect(page).toMatch(new RegExp(`^\\| \`${name}\` \\| .+ \\| .+ \\|$`, 'm'));
});

test('every variable stands there', () => {
  for (const line of describeVariables({})) expect(page).toContain(`\`${line.split(' ')[0]}\``);
});
