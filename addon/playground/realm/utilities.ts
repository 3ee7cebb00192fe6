// Utilities and Session: the small services.
import { decodeBase64 } from './base64.ts';
import { blobData, blobOf, newBlob, toBase64 } from './blob.ts';
import { call } from './bridge.ts';
import { enumeration, strict } from './strict.ts';

type Service = GoogleAppsScript.Utilities.Utilities;

export const utilities = strict<Service>('Utilities', {
  Charset: enumeration<Service['Charset']>('Charset', 'US_ASCII', 'UTF_8'),
  DigestAlgorithm: enumeration<Service['DigestAlgorithm']>(
    'DigestAlgorithm',
    'MD5',
    'SHA_1',
    'SHA_256',
    'SHA_384',
    'SHA_512',
  ),
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
