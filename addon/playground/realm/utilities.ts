// Utilities, Session, ScriptApp: the small services.
import { decodeBase64 } from './base64.ts';
import { blobData, blobOf, newBlob, toBase64 } from './blob.ts';
import { call } from './bridge.ts';
import { strict } from './strict.ts';

type Service = GoogleAppsScript.Utilities.Utilities;

export const utilities = strict<Service>('Utilities', {
  Charset: { US_ASCII: 'US-ASCII', UTF_8: 'UTF-8' } as unknown as typeof GoogleAppsScript.Utilities.Charset,
  DigestAlgorithm: {
    MD5: 'md5',
    SHA_1: 'sha1',
    SHA_256: 'sha256',
    SHA_384: 'sha384',
    SHA_512: 'sha512',
  } as unknown as typeof GoogleAppsScript.Utilities.DigestAlgorithm,
  sleep: (milliseconds) => call('Utilities.sleep', milliseconds),
  getUuid: () => call('Utilities.getUuid'),
  newBlob: (data: unknown, contentType?: string, name?: string) => newBlob(data, contentType, name),
  gzip: (blob, name?: string) => {
    const packed = call<string>('Utilities.gzip', toBase64(blob));
    return blobOf({ base64: packed, contentType: 'application/x-gzip', name: name ?? 'archive.gz' });
  },
  ungzip: (blob) => {
    const base64 = call<string>('Utilities.ungzip', toBase64(blob));
    return blobOf({ base64, contentType: null, name: blobData(blob)?.name?.replace(/\.gz$/, '') ?? null });
  },
  base64Encode: (data: unknown) => toBase64(data),
  base64Decode: (encoded: string) => decodeBase64(encoded),
  computeDigest: (algorithm: unknown, value: unknown) =>
    decodeBase64(call('Utilities.computeDigest', algorithm, toBase64(value))),
  formatDate: (date, timeZone, format) => call('Utilities.formatDate', date.getTime(), timeZone, format),
});

const user = strict<GoogleAppsScript.Base.User>('User', { getEmail: () => call('Session.getEmail') });

export const session = strict<GoogleAppsScript.Base.Session>('Session', {
  getActiveUser: () => user,
  getEffectiveUser: () => user,
  getActiveUserLocale: () => call('Session.getActiveUserLocale'),
  getScriptTimeZone: () => call('Session.getScriptTimeZone'),
  getTemporaryActiveUserKey: () => call('Session.getTemporaryActiveUserKey'),
});

const AUTHORIZATION_STATUS = { NOT_REQUIRED: 'NOT_REQUIRED', REQUIRED: 'REQUIRED' };

export const scriptApp = strict<GoogleAppsScript.Script.ScriptApp>('ScriptApp', {
  AuthMode: {
    CUSTOM_FUNCTION: 'CUSTOM_FUNCTION',
    FULL: 'FULL',
    LIMITED: 'LIMITED',
    NONE: 'NONE',
  } as unknown as typeof GoogleAppsScript.Script.AuthMode,
  AuthorizationStatus: AUTHORIZATION_STATUS as unknown as typeof GoogleAppsScript.Script.AuthorizationStatus,
  getAuthorizationInfo: () =>
    strict<GoogleAppsScript.Script.AuthorizationInfo>('AuthorizationInfo', {
      getAuthorizationStatus: () =>
        AUTHORIZATION_STATUS.NOT_REQUIRED as unknown as GoogleAppsScript.Script.AuthorizationStatus,
      getAuthorizationUrl: () => '',
    }),
  // Null unless the user granted `openid`; the local host has no Google to sign one.
  getIdentityToken: () => null as unknown as string,
});
