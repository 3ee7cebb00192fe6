// What an operator can set: each with what it is for, its bounds, who changed it, and the way back to the default.
import { html } from 'hono/html';
import { listSettings, type SettingLine } from '../../settings/list-settings.ts';
import type { Answer, Html, PageCall } from './call.ts';
import { actionForm, state } from './parts.ts';
import { SETTING_NAMES, SETTINGS_TEXTS, UNIT_TEXTS } from './texts-settings.ts';
import { moment } from './times.ts';
import { wordFor, wordsOf } from './words.ts';

export async function settingsPage(call: PageCall): Promise<Answer> {
  const say = wordsOf(SETTINGS_TEXTS, call.language);
  const settings = await listSettings(call.deps.pool, call.language);
  const main = html`<h1>${say('title')}</h1><p class="lead">${say('lead')}</p>
<ul class="settings">${settings.map((setting) => settingLine(call, setting))}</ul>`;
  return { kind: 'page', title: say('title'), main };
}

function settingLine(call: PageCall, setting: SettingLine): Html {
  const { language, link, csrf } = call;
  const say = wordsOf(SETTINGS_TEXTS, language);
  const { name, value, default: byDefault, least, most, unit, changedBy, changedAt } = setting;
  const title = wordFor(SETTING_NAMES, language, name);
  return html`<li class="card" data-key="${name}">
<form method="post" action="${link(`/settings/${name}`)}">
<input type="hidden" name="csrf" value="${csrf}">
<label for="set-${name}">${title}</label> ${changedBy === null ? '' : state('warn', say('is_set'))}
<p class="hint" id="set-${name}-hint">${sentence(setting.meaning)} <code>${name}</code></p>
<div class="buttons"><input id="set-${name}" name="value" type="number" inputmode="numeric" required step="1" min="${least}" max="${most}" value="${value}" aria-describedby="set-${name}-hint set-${name}-bounds">
<span>${wordFor(UNIT_TEXTS, language, unit)}</span>
<button>${say('change')}<span class="unseen"> ${title}</span></button></div>
<p class="soft" id="set-${name}-bounds">${say('bounds', { least, most })} · ${say('by_default', { value: byDefault })}</p>
</form>
${
  changedBy === null
    ? ''
    : html`<p class="soft">${say('changed_by', { name: changedBy })} ${moment(call, changedAt)}</p>
${actionForm(call, `/settings/${name}`, say('back'), { hidden: { value: '' }, about: title, kind: 'plain' })}`
}
</li>`;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
