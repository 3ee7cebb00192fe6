// The only file that says ScriptApp: the one clock trigger that a person may have in a document, and whether Google still lets it work.

const HANDLER = 'hourlySync';
const SCOPE = 'https://www.googleapis.com/auth/script.scriptapp';

/** Its id. Ends the execution where the person never granted it; throws where Google refuses a trigger here. */
export function makeHourlyTrigger(): string {
  ScriptApp.requireScopes(ScriptApp.AuthMode.FULL, [SCOPE]);
  return ScriptApp.newTrigger(HANDLER).timeBased().everyHours(1).create().getUniqueId();
}

/** Only its owner's execution sees a trigger; another's does nothing here. */
export function deleteTrigger(id: string): void {
  for (const trigger of ScriptApp.getProjectTriggers()) {
    if (trigger.getUniqueId() === id) ScriptApp.deleteTrigger(trigger);
  }
}

/** Where the person who runs this must authorize again; null while nothing is asked. A trigger goes on firing without. */
export function lostAuthorization(): { readonly url: string } | null {
  const info = ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL);
  const isLost = info.getAuthorizationStatus() === ScriptApp.AuthorizationStatus.REQUIRED;
  return isLost ? { url: info.getAuthorizationUrl() ?? '' } : null;
}
