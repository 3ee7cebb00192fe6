// What the person's authorization and identity token look like. Of the token only forms are told, nothing of what it says.
import { type Probe, type Seen, thrownBy } from './probe.ts';

/** Only FULL lets a fetch be made, and Google says nothing more to a call of the sidebar. */
export const authMode: Probe = () => {
  const info = ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL);
  const isAsked = info.getAuthorizationStatus() === ScriptApp.AuthorizationStatus.REQUIRED;
  const mayFetch = !/permission|authoriz/i.test(thrownBy(() => UrlFetchApp.fetchAll([])) ?? '');
  return { observed: { authModeOfPerson: isAsked ? 'wants authorization' : mayFetch ? 'FULL' : 'less than FULL' } };
};

export const identityToken: Probe = (): Seen => {
  const token = ScriptApp.getIdentityToken() as string | null;
  if (token === null) throw new Error('there is no identity token');
  const claims = claimsOf(token);
  const { iat, exp } = claims;
  const isTimed = typeof iat === 'number' && typeof exp === 'number';
  return {
    observed: {
      identityTokenHasEmail: typeof claims['email'] === 'string' && claims['email_verified'] !== undefined,
      identityTokenAudience: formOf(claims['aud']),
      ...(isTimed ? { identityTokenLivesMs: (exp - iat) * 1000 } : {}),
    },
  };
};

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const part = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
  const padded = part + '='.repeat((4 - (part.length % 4)) % 4);
  return JSON.parse(Utilities.newBlob(Utilities.base64Decode(padded)).getDataAsString());
}

function formOf(audience: unknown): string {
  if (typeof audience !== 'string') return Array.isArray(audience) ? 'a list' : 'none';
  if (/^\d+-[a-z0-9]+\.apps\.googleusercontent\.com$/.test(audience)) return 'client id of the script';
  return /^\d+$/.test(audience) ? 'a number' : 'another form';
}
