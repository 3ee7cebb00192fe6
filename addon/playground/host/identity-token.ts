// An identity token in the shape of Google's: the fields are those of a real one, the signature is invented and no check passes it.
import { createHash } from 'node:crypto';
import type { Assumptions } from './assumptions.ts';
import type { Manifest } from './manifest.ts';
import { hasScope } from './permission.ts';

/** Null where the manifest does not list `openid`. */
export function identityToken(user: string, manifest: Manifest, assume: Assumptions, nowMs: number): string | null {
  if (manifest.oauthScopes === null || !manifest.oauthScopes.includes('openid')) return null;
  const hasEmail = assume.identityTokenHasEmail && hasScope(manifest, EMAIL_SCOPE);
  const seconds = Math.floor(nowMs / 1000);
  const claims = {
    iss: 'https://accounts.google.com',
    azp: CLIENT_ID,
    aud: CLIENT_ID,
    sub: subjectOf(user),
    ...(hasEmail ? { email: user, email_verified: true } : {}),
    iat: seconds,
    exp: seconds + Math.floor(assume.identityTokenLivesMs / 1000),
  };
  return [{ alg: 'RS256', kid: 'local-host', typ: 'JWT' }, claims, 'not signed by Google'].map(part).join('.');
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** 21 digits, the same for the same person. */
const subjectOf = (user: string): string =>
  BigInt(`0x${createHash('sha256').update(user).digest('hex')}`)
    .toString()
    .slice(0, 21);

const EMAIL_SCOPE = 'https://www.googleapis.com/auth/userinfo.email';
const CLIENT_ID = '000000000000-localhost.apps.googleusercontent.com';
