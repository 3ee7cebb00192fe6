// The realm of one execution: the language as Apps Script has it, its services as globals, and the call of one function.
import { type Bridge, connect } from './bridge.ts';
import { removeNewerBuiltins } from './builtins.ts';
import { installClock } from './clock.ts';
import { openDocument } from './document.ts';
import { exception } from './exception.ts';
import { spreadsheetApp } from './grid.ts';
import { logger, scriptConsole } from './logging.ts';
import { scriptApp } from './script-app.ts';
import { cacheService, lockService, propertiesService } from './stores.ts';
import { htmlService, ui } from './ui.ts';
import { urlFetchApp } from './url-fetch.ts';
import { session, utilities } from './utilities.ts';
import { toWire } from './wire.ts';

/** Called once, before the bundle is loaded. `now` is the virtual clock in milliseconds. */
export function install(bridge: Bridge, now: () => number): void {
  connect(bridge);
  removeNewerBuiltins(globalThis);
  installClock(globalThis, now);
  for (const [name, value] of Object.entries(SERVICES)) Object.defineProperty(globalThis, name, { value });
}

/** The answer as JSON text: `{value}` or `{error}`. Never throws. */
export function invoke(functionName: string, argsJson: string, hasDocument: boolean): string {
  openDocument(hasDocument);
  try {
    const target: unknown = Reflect.get(globalThis, functionName);
    if (typeof target !== 'function') throw exception(`Script function not found: ${functionName}`);
    return `{"value":${toWire(Reflect.apply(target, undefined, JSON.parse(argsJson)))}}`;
  } catch (error) {
    return JSON.stringify({ error: described(error) });
  }
}

function described(error: unknown): { name: string; message: string; stack: string } {
  if (error instanceof Error) return { name: error.name, message: error.message, stack: error.stack ?? '' };
  return { name: 'Error', message: String(error), stack: '' };
}

const SERVICES = {
  CacheService: cacheService,
  HtmlService: htmlService,
  LockService: lockService,
  Logger: logger,
  PropertiesService: propertiesService,
  ScriptApp: scriptApp,
  Session: session,
  SpreadsheetApp: spreadsheetApp(ui),
  UrlFetchApp: urlFetchApp,
  Utilities: utilities,
  console: scriptConsole,
};
