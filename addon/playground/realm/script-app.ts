// ScriptApp: the user's own triggers, and what the user has granted.
import { call } from './bridge.ts';
import { exception } from './exception.ts';
import { enumeration, strict } from './strict.ts';

type ScriptApp = GoogleAppsScript.Script.ScriptApp;
type Trigger = GoogleAppsScript.Script.Trigger;
type Clock = GoogleAppsScript.Script.ClockTriggerBuilder;

interface TriggerData {
  readonly uid: string;
  readonly functionName: string;
}

interface ClockSpec {
  readonly everyMs?: number;
  readonly afterMs?: number;
}

export const scriptApp = strict<ScriptApp>('ScriptApp', {
  AuthMode: enumeration<ScriptApp['AuthMode']>('AuthMode', 'CUSTOM_FUNCTION', 'FULL', 'LIMITED', 'NONE'),
  AuthorizationStatus: enumeration<ScriptApp['AuthorizationStatus']>('AuthorizationStatus', 'NOT_REQUIRED', 'REQUIRED'),
  EventType: enumeration<ScriptApp['EventType']>(
    'EventType',
    'CLOCK',
    'ON_CHANGE',
    'ON_EDIT',
    'ON_FORM_SUBMIT',
    'ON_OPEN',
  ),
  TriggerSource: enumeration<ScriptApp['TriggerSource']>('TriggerSource', 'CLOCK', 'SPREADSHEETS'),
  newTrigger: (functionName) =>
    strict<GoogleAppsScript.Script.TriggerBuilder>('TriggerBuilder', { timeBased: () => clock(functionName, {}) }),
  getProjectTriggers: () => call<TriggerData[]>('ScriptApp.listTriggers').map(triggerOf),
  deleteTrigger: (trigger) => call('ScriptApp.deleteTrigger', trigger.getUniqueId()),
  getAuthorizationInfo: () => {
    const { status, url } = call<{ status: string; url: string | null }>('ScriptApp.getAuthorizationInfo');
    return strict<GoogleAppsScript.Script.AuthorizationInfo>('AuthorizationInfo', {
      getAuthorizationStatus: () => status as unknown as GoogleAppsScript.Script.AuthorizationStatus,
      // The type package promises an address; where nothing is to be granted there is none.
      getAuthorizationUrl: () => url as unknown as string,
    });
  },
  getIdentityToken: () => call('ScriptApp.getIdentityToken'),
  requireScopes: (_mode, scopes) => call('ScriptApp.requireScopes', scopes),
});

/** Every setter gives the builder back; what was set last counts. */
function clock(functionName: string, spec: ClockSpec): Clock {
  const every = (n: number, ms: number): Clock => {
    if (!(n >= 1)) throw exception('A clock trigger needs a period of 1 or more.');
    return clock(functionName, { everyMs: n * ms });
  };
  const builder: Clock = strict<Clock>('ClockTriggerBuilder', {
    after: (durationMilliseconds) => clock(functionName, { afterMs: durationMilliseconds }),
    everyMinutes: (n) => every(n, MINUTE_MS),
    everyHours: (n) => every(n, HOUR_MS),
    everyDays: (n) => every(n, 24 * HOUR_MS),
    create: () => {
      if (Object.keys(spec).length === 0) throw exception('The trigger has no time.');
      return triggerOf(call('ScriptApp.createTrigger', functionName, spec));
    },
  });
  return builder;
}

const triggerOf = ({ uid, functionName }: TriggerData): Trigger =>
  strict<Trigger>('Trigger', {
    getUniqueId: () => uid,
    getHandlerFunction: () => functionName,
    getEventType: () => scriptApp.EventType.CLOCK,
    getTriggerSource: () => scriptApp.TriggerSource.CLOCK,
    // The type package promises an id; a clock has none.
    getTriggerSourceId: () => null as unknown as string,
  });

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
