// Who may call what: every service has the least mode of authorization it works in, and the scope it needs.
import type { Manifest } from './manifest.ts';
import { ServiceError } from './service-error.ts';

export type AuthMode = 'NONE' | 'LIMITED' | 'FULL';

export interface Rights {
  readonly mode: AuthMode;
  /** False once the user withdrew the authorization: then nothing with a scope works. */
  readonly isAuthorized: boolean;
}

interface Demand {
  readonly mode: AuthMode;
  /** Any one of them is enough; empty where none is needed. */
  readonly scopes: readonly string[];
}

/** Throws as Apps Script does, where the call is not permitted. */
export function permit(name: string, { mode, isAuthorized }: Rights, manifest: Manifest): void {
  const { mode: least, scopes } = demandOf(name);
  const [scope] = scopes;
  if (MODES.indexOf(mode) < MODES.indexOf(least)) throw denied(name, scope);
  if (scope === undefined) return;
  if (!isAuthorized) throw new ServiceError(UNAUTHORIZED);
  if (!scopes.some((wanted) => hasScope(manifest, wanted))) throw denied(name, scope);
}

/** A manifest without a list is given what its code needs. */
export const hasScope = ({ oauthScopes }: Manifest, scope: string): boolean =>
  oauthScopes === null || oauthScopes.includes(scope);

export const UNAUTHORIZED = 'Authorization is required to perform that action.';

const MODES: readonly AuthMode[] = ['NONE', 'LIMITED', 'FULL'];

function denied(name: string, scope: string | undefined): ServiceError {
  const needs = scope === undefined ? '' : ` Required permissions: ${scope}`;
  return new ServiceError(`You do not have permission to call ${PUBLIC_NAMES[name] ?? name}.${needs}`);
}

/** By the whole name first, then by the service. A service that is not listed does not work at all. */
function demandOf(name: string): Demand {
  const demand = DEMANDS[name] ?? DEMANDS[name.split('.')[0] ?? ''];
  if (demand === undefined) throw new ServiceError(`The local host does not know what ${name} needs.`);
  return demand;
}

const scopes = (...names: readonly string[]): readonly string[] =>
  names.map((name) => (name === 'openid' ? name : `https://www.googleapis.com/auth/${name}`));

const FREE: Demand = { mode: 'NONE', scopes: [] };
const DOCUMENT: Demand = { mode: 'LIMITED', scopes: scopes('spreadsheets.currentonly', 'spreadsheets') };
const STORE: Demand = { mode: 'LIMITED', scopes: [] };
const PERSON: Demand = { mode: 'FULL', scopes: scopes('script.container.ui') };

const DEMANDS: Readonly<Record<string, Demand>> = {
  Log: FREE,
  Text: FREE,
  Utilities: FREE,
  HtmlService: FREE,
  Ui: PERSON,
  'Ui.addMenu': FREE,
  'SpreadsheetApp.getUi': FREE,
  Session: FREE,
  'Session.getEmail': { mode: 'LIMITED', scopes: scopes('userinfo.email') },
  'Session.getTemporaryActiveUserKey': STORE,
  SpreadsheetApp: DOCUMENT,
  Spreadsheet: DOCUMENT,
  Sheet: DOCUMENT,
  Range: DOCUMENT,
  Properties: STORE,
  Cache: STORE,
  LockService: STORE,
  Lock: STORE,
  UrlFetchApp: { mode: 'FULL', scopes: scopes('script.external_request') },
  ScriptApp: { mode: 'FULL', scopes: scopes('script.scriptapp') },
  'ScriptApp.getAuthorizationInfo': FREE,
  'ScriptApp.requireScopes': FREE,
  'ScriptApp.getIdentityToken': { mode: 'FULL', scopes: [] },
};

/** As the script wrote it, where the host's name for the call is another. */
const PUBLIC_NAMES: Readonly<Record<string, string>> = {
  'SpreadsheetApp.hasActive': 'SpreadsheetApp.getActiveSpreadsheet',
  'Properties.setProperties': 'PropertiesService',
  'Session.getEmail': 'Session.getActiveUser',
  'UrlFetchApp.fetchAll': 'UrlFetchApp.fetch',
  'ScriptApp.createTrigger': 'ScriptApp.newTrigger',
  'ScriptApp.listTriggers': 'ScriptApp.getProjectTriggers',
};
