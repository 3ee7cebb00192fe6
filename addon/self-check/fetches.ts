// How fetches travel from Google to the server: time, order, several at once, one that fails, and a gzipped body.
import { serverUrl } from '../build-constants.ts';
import { anyKey } from '../tab-keys.ts';
import { median, type Probe, type Seen, thrownBy, timed, times } from './probe.ts';

type Request = GoogleAppsScript.URL_Fetch.URLFetchRequest;

const LIVE: Request = { url: `${serverUrl}livez`, muteHttpExceptions: true };
const LONG: Request = { url: `${serverUrl}openapi.json`, muteHttpExceptions: true };
const MISSING: Request = { url: `${serverUrl}v1/no-such-route`, muteHttpExceptions: true };
const NOBODY = 'https://rollcall-self-check.invalid/';
const AT_ONCE = 6;

/** Shortest first. */
const fetchTimes = (rounds: number, requests: Request[]): readonly number[] =>
  times(rounds)
    .map(() => timed(() => UrlFetchApp.fetchAll(requests)))
    .sort((a, b) => a - b);

/** The shortest is Google's own part: what the others have beyond it is mostly the server's and the way's. */
export const fetchTime: Probe = () => {
  const sorted = fetchTimes(7, [LIVE]);
  return { observed: { fetchCostMs: sorted[0] ?? 0 }, measured: { medianFetchMs: median(sorted) } };
};

export const fetchAll: Probe = () => {
  const [oneMs = 0] = fetchTimes(5, [LIVE]);
  const [allMs = 0] = fetchTimes(
    3,
    times(AT_ONCE).map(() => LIVE),
  );
  const answers = UrlFetchApp.fetchAll([LONG, LIVE, MISSING, LONG, MISSING, LIVE]);
  const codes = answers.map((answer) => answer.getResponseCode());
  const lengths = answers.map((answer) => answer.getContentText().length);
  const isLong = (at: number): boolean => (lengths[at] ?? 0) > (lengths[1] ?? 0);
  const unmuted = thrownBy(() => UrlFetchApp.fetchAll([LIVE, { ...MISSING, muteHttpExceptions: false }]));
  return {
    observed: {
      // Serial, it would be as many times one; a little over half of that is no longer one after the other.
      fetchAllIsParallel: allMs < (oneMs * AT_ONCE) / 2,
      fetchAllKeepsOrder: codes.join(' ') === '200 200 404 200 404 200' && isLong(0) && isLong(3) && !isLong(5),
      fetchAllUnmutedFailsAsAWhole: unmuted !== null,
    },
    measured: { oneFetchMs: oneMs, sixFetchesAtOnceMs: allMs },
  };
};

/** An address that the manifest does not list is refused before it is called: then a listed one sends the fetch on to it. */
export const fetchAllDeadHost: Probe = () => {
  const straight = thrownBy(() => UrlFetchApp.fetchAll([LIVE, { url: NOBODY, muteHttpExceptions: true }]));
  if (straight === null || !isRefusal(straight)) return { observed: { fetchAllFailsAsAWhole: straight !== null } };
  return withKey('fetchAllFailsAsAWhole', (headers) => {
    const sentOn = { url: `${serverUrl}v1/echo/nobody`, muteHttpExceptions: true, headers };
    return { observed: { fetchAllFailsAsAWhole: thrownBy(() => UrlFetchApp.fetchAll([LIVE, sentOn])) !== null } };
  });
};

const isRefusal = (message: string): boolean => /permi|not allowed|whitelist|allowlist/i.test(message);

export const gzipBody: Probe = () =>
  withKey('fetchSendsBytesUntouched', (authorization) => {
    const json = JSON.stringify({ invented: times(200).map((i) => `買主 ${i}`) });
    const blob = Utilities.newBlob(json, 'application/json');
    const payload = Utilities.gzip(blob).getBytes();
    const headers = { ...authorization, 'Content-Encoding': 'gzip' };
    const [answer] = UrlFetchApp.fetchAll([
      {
        url: `${serverUrl}v1/echo`,
        method: 'post',
        contentType: 'application/json',
        payload,
        headers,
        muteHttpExceptions: true,
      },
    ]);
    const status = answer?.getResponseCode() ?? 0;
    if (answer === undefined || status === 401 || status >= 500) throw new Error(`the server answered ${status}`);
    if (status !== 200) return { observed: { fetchSendsBytesUntouched: false }, measured: { status } };
    const echo = JSON.parse(answer.getContentText()) as Record<string, unknown>;
    const isSame =
      echo['encoding'] === 'gzip' &&
      echo['bytesSent'] === payload.length &&
      echo['sha256'] === hexDigest(blob.getBytes());
    return { observed: { fetchSendsBytesUntouched: isSame }, measured: { bytesSent: payload.length } };
  });

const hexDigest = (bytes: number[]): string =>
  Utilities.computeDigest(Utilities.DigestAlgorithm.SHA_256, bytes)
    .map((byte) => (byte & 255).toString(16).padStart(2, '0'))
    .join('');

function withKey(id: string, work: (headers: Record<string, string>) => Seen): Seen {
  const key = anyKey();
  return key === null
    ? { observed: {}, unseen: { [id]: 'this document has no key of the server' } }
    : work({ Authorization: `Bearer ${key}` });
}
