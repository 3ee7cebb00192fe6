// Every page and every action of the dashboard: what it is called by, what it takes, and who may. Nothing else is answered.
import Type from 'typebox';
import type { LoginLimit } from '../../access/login-limit.ts';
import { cursor, time, uuid } from '../parameters.ts';
import {
  acknowledgeAlert,
  addRecipient,
  changeSetting,
  decide,
  processDue,
  removeRecipient,
  retryNow,
} from './actions.ts';
import { liveScript, styleSheet } from './assets.ts';
import type { Entry } from './call.ts';
import { errorsCsv, mismatchesCsv } from './csv-files.ts';
import { errorTypeParameter } from './error-filter.ts';
import { logIn, loginPage, logOut } from './login.ts';
import { alertState, alertsPage } from './page-alerts.ts';
import { buyerPage } from './page-buyer.ts';
import { buyersPage } from './page-buyers.ts';
import { errorsPage } from './page-errors.ts';
import { heldPage } from './page-held.ts';
import { overviewPage } from './page-overview.ts';
import { retriesPage, retryStatus } from './page-retries.ts';
import { runPage } from './page-run.ts';
import { runsPage } from './page-runs.ts';
import { settingsPage } from './page-settings.ts';
import { sheetPage } from './page-sheet.ts';

const key = Type.String({ minLength: 1, maxLength: 5000, description: 'a buyer number of at most 5,000 characters' });
const name = Type.String({ maxLength: 100 });
const errorQuery = {
  from: time,
  to: time,
  type: errorTypeParameter,
  buyerNumber: key,
  runId: uuid,
  sheetId: uuid,
  cursor,
};

export const dashboardEntries = (limit: LoginLimit): readonly Entry[] => [
  { method: 'GET', path: '/login', may: 'anyone', handle: (call) => loginPage(call) },
  { method: 'POST', path: '/login', may: 'anyone', handle: logIn(limit) },
  { method: 'GET', path: '/style.css', may: 'anyone', handle: styleSheet },
  { method: 'GET', path: '/live.js', may: 'anyone', handle: liveScript },

  { method: 'GET', path: '', may: 'operator', handle: overviewPage },
  { method: 'GET', path: '/sheets/{sheetId}', may: 'operator', params: { sheetId: uuid }, handle: sheetPage },
  {
    method: 'GET',
    path: '/sheets/{sheetId}/buyers',
    may: 'operator',
    params: { sheetId: uuid },
    query: { key },
    handle: buyerPage,
  },
  {
    method: 'GET',
    path: '/sheets/{sheetId}/buyers/{key}',
    may: 'operator',
    params: { sheetId: uuid, key },
    handle: buyerPage,
  },
  { method: 'GET', path: '/buyers', may: 'operator', query: { key }, handle: buyersPage },
  { method: 'GET', path: '/runs', may: 'operator', query: { sheetId: uuid, cursor }, handle: runsPage },
  { method: 'GET', path: '/runs/{runId}', may: 'operator', params: { runId: uuid }, handle: runPage },
  {
    method: 'GET',
    path: '/runs/{runId}/mismatches.csv',
    may: 'operator',
    params: { runId: uuid },
    handle: mismatchesCsv,
  },
  { method: 'GET', path: '/errors', may: 'operator', query: errorQuery, handle: errorsPage },
  { method: 'GET', path: '/errors.csv', may: 'operator', query: errorQuery, handle: errorsCsv },
  { method: 'GET', path: '/retries', may: 'operator', query: { status: retryStatus, cursor }, handle: retriesPage },
  { method: 'GET', path: '/alerts', may: 'operator', query: { state: alertState, cursor }, handle: alertsPage },
  { method: 'GET', path: '/held', may: 'operator', handle: heldPage },
  { method: 'GET', path: '/settings', may: 'operator', handle: settingsPage },

  {
    method: 'POST',
    path: '/runs/{runId}/release',
    may: 'operator',
    params: { runId: uuid },
    handle: decide('released'),
  },
  {
    method: 'POST',
    path: '/runs/{runId}/discard',
    may: 'operator',
    params: { runId: uuid },
    handle: decide('discarded'),
  },
  { method: 'POST', path: '/retries/process', may: 'operator', handle: processDue },
  { method: 'POST', path: '/retries/{retryId}/retry', may: 'operator', params: { retryId: uuid }, handle: retryNow },
  {
    method: 'POST',
    path: '/alerts/{alertId}/acknowledge',
    may: 'operator',
    params: { alertId: uuid },
    handle: acknowledgeAlert,
  },
  { method: 'POST', path: '/settings/{name}', may: 'operator', params: { name }, handle: changeSetting },
  {
    method: 'POST',
    path: '/sheets/{sheetId}/recipients',
    may: 'operator',
    params: { sheetId: uuid },
    handle: addRecipient,
  },
  {
    method: 'POST',
    path: '/sheets/{sheetId}/recipients/remove',
    may: 'operator',
    params: { sheetId: uuid },
    handle: removeRecipient,
  },
  { method: 'POST', path: '/logout', may: 'operator', handle: logOut },
];
