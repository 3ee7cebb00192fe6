// The manifest: what a person is asked to consent to, and the one address the add-on may call. What is not exactly this is not built.
import { readFile } from 'node:fs/promises';
import Type from 'typebox';
import { Compile } from 'typebox/compile';

/** The address that the bundle calls and the one it is allowed to call are written together. Throws where the gate does not pass it. */
export async function makeManifest(source: string, serverUrl: string): Promise<string> {
  const manifest: unknown = { ...JSON.parse(await readFile(source, 'utf8')), urlFetchWhitelist: [serverUrl] };
  const faults = manifestFaults(manifest, serverUrl);
  if (faults.length > 0) throw new Error(`The manifest would not do at Google:\n  ${faults.join('\n  ')}`);
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Each is a question that a person is asked; the README explains them one by one. */
const SCOPES = [
  'https://www.googleapis.com/auth/spreadsheets.currentonly',
  'https://www.googleapis.com/auth/script.container.ui',
  'https://www.googleapis.com/auth/script.external_request',
  'https://www.googleapis.com/auth/script.scriptapp',
  'openid',
  'https://www.googleapis.com/auth/userinfo.email',
] as const;

/**
 * The fields as developers.google.com/apps-script/manifest describes them, narrowed to what Rollcall has. Google takes a
 * misspelt key without a word and then goes by its defaults, so no other key may stand there and none may be missing.
 */
const Manifest = Type.Object(
  {
    timeZone: Type.String({ minLength: 1 }),
    runtimeVersion: Type.Literal('V8'),
    exceptionLogging: Type.Enum(['NONE', 'STACKDRIVER']),
    oauthScopes: Type.Array(Type.Enum([...SCOPES]), {
      minItems: SCOPES.length,
      maxItems: SCOPES.length,
      uniqueItems: true,
    }),
    urlFetchWhitelist: Type.Array(Type.String(), { minItems: 1, maxItems: 1 }),
  },
  { additionalProperties: false },
);
const shape = Compile(Manifest);

/** What is not as it must be, in words; empty for a good one. */
export function manifestFaults(manifest: unknown, serverUrl: string): string[] {
  if (!shape.Check(manifest)) return [...new Set(shape.Errors(manifest).map(worded))];
  return [
    ...(isTimeZone(manifest.timeZone) ? [] : [`timeZone: ${manifest.timeZone} is no time zone`]),
    ...manifest.urlFetchWhitelist.flatMap(prefixFaults),
    ...(manifest.urlFetchWhitelist[0] === serverUrl
      ? []
      : [`urlFetchWhitelist: is not ${serverUrl}, which the bundle calls`]),
  ];
}

function worded({ instancePath, message, params }: ReturnType<typeof shape.Errors>[number]): string {
  const allowed = 'allowedValues' in params ? `: ${JSON.stringify(params.allowedValues)}` : '';
  return `${instancePath.slice(1) || 'manifest'}: ${message}${allowed}`;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

/** developers.google.com/apps-script/manifest/allowlist-url: https, a full domain, a path. The slash is our own rule: paths are added behind it. */
function prefixFaults(prefix: string): string[] {
  return /^https:\/\/(?:[a-z0-9_-]+\.)+[a-z0-9-]+(?::\d+)?\/(?:[^?#\s]*\/)?$/.test(prefix)
    ? []
    : [`urlFetchWhitelist: ${prefix} must begin with https://, have a full domain name and end with a slash`];
}
