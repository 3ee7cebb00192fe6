// ScriptApp as the host answers it: triggers of the user who asks, and what the user has granted.
import { identityToken } from './identity-token.ts';
import { hasScope, UNAUTHORIZED } from './permission.ts';
import { type Caller, type Services, text, texts } from './service.ts';
import { ServiceError } from './service-error.ts';

export const scriptServices: Services = {
  'ScriptApp.createTrigger': (host, [functionName, spec], { user }) => {
    const { everyMs, afterMs } = spec as Readonly<Record<string, unknown>>;
    return host.triggers.create({
      owner: user,
      spreadsheetId: host.spreadsheet.id,
      functionName: text(functionName),
      everyMs: typeof everyMs === 'number' ? everyMs : null,
      afterMs: typeof afterMs === 'number' ? afterMs : Number(everyMs),
    });
  },
  'ScriptApp.listTriggers': (host, _args, { user }) => host.triggers.of(user),
  'ScriptApp.deleteTrigger': (host, [uid], { user }) => host.triggers.delete(text(uid), user),
  'ScriptApp.getAuthorizationInfo': (_host, _args, { rights }) => ({
    status: rights.isAuthorized ? 'NOT_REQUIRED' : 'REQUIRED',
    url: rights.isAuthorized ? null : 'https://accounts.google.com/o/oauth2/auth?client_id=local-host',
  }),
  'ScriptApp.getIdentityToken': ({ manifest, assume }, _args, { user, now, rights }) => {
    if (!rights.isAuthorized) throw new ServiceError(UNAUTHORIZED);
    return identityToken(user, manifest, assume, now());
  },
  'ScriptApp.requireScopes': ({ manifest }, [wanted], { rights }: Caller) => {
    const isGranted = rights.isAuthorized && texts(wanted).every((scope) => hasScope(manifest, scope));
    if (!isGranted) throw new ServiceError(UNAUTHORIZED);
  },
};
