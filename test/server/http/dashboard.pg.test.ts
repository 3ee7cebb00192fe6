import { expect, test, beforeAll } from 'vitest';
import { testDatabase } from '../../support/database.ts';
import { dashboardApp, dashboardWorld, type DashboardWorld, Visitor } from '../../support/dashboard-world.ts';
import { writeFileSync } from 'node:fs';

const database = await testDatabase();
let world: DashboardWorld;
beforeAll(async () => { world = await dashboardWorld(database); });

test('draft', async () => {
  const visitor = new Visitor(dashboardApp(database), { 'accept-language': 'en' });
  console.log((await visitor.ask('/dashboard')).to);
  const r = await visitor.logIn();
  console.log(r.status, r.to, r.text.slice(0, 300));
  const s = `/dashboard/sheets/${world.sheet.sheetId}`;
  for (const p of ['', '/runs', `/runs/${world.runId}`, '/errors', '/retries', '/alerts', '/held', '/settings', '/buyers?key=B5', '/buyers?key=zz'].map((p) => `/dashboard${p}`).concat([s, `${s}/buyers/B5`, `/dashboard/runs/${world.runId}/mismatches.csv`, '/dashboard/errors.csv'])) {
    const page = await visitor.ask(p);
    console.log(p, page.status, page.to, page.text.length, page.text.match(/undefined|\[object|NaN/g));
    writeFileSync(`/tmp/w/dash-shots/${p.replaceAll('/', '_').slice(0, 60)}.html`, page.text);
  }
  expect(1).toBe(1);
});
