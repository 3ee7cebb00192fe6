// What an operator can set: each with what it is for, its bounds, and the way back to the default.
import { html } from 'hono/html';
import type { Language } from '../../problem.ts';
import { readSettings, SETTINGS, type SettingName } from '../../settings/settings.ts';
import type { Answer, Html, PageCall } from './call.ts';
import { actionForm, state } from './parts.ts';
import { SETTING_NAMES, SETTINGS_TEXTS, UNIT_TEXTS } from './texts-settings.ts';
import { type Wording, wordFor, wordsOf } from './words.ts';

export async function settingsPage(call: PageCall): Promise<Answer> {
  const say = wordsOf(SETTINGS_TEXTS, call.language);
  const settings = await readSettings(call.deps.pool);
  const names = Object.keys(SETTINGS) as SettingName[];
  const main = html`<h1>${say('title')}</h1><p class="lead">${say('lead')}</p>
<ul class="settings">${names.map((name) => settingLine(call, name, settings[name]))}</ul>`;
  return { kind: 'page', title: say('title'), main };
}

function settingLine(call: PageCall, name: SettingName, value: number): Html {
  const { language, link, csrf } = call;
  const say = wordsOf(SETTINGS_TEXTS, language);
  const { byDefault, least, most, unit } = SETTINGS[name];
  const isSet = value !== byDefault;
  return html`<li class="card" data-key="${name}">
<form method="post" action="${link(`/settings/${name}`)}">
<input type="hidden" name="csrf" value="${csrf}">
<label for="set-${name}">${wordFor(SETTING_NAMES, language, name)}</label> ${isSet ? state('warn', say('is_set')) : ''}
<p class="hint" id="set-${name}-hint">${meaning(name, language)} <code>${name}</code></p>
<div class="buttons"><input id="set-${name}" name="value" type="number" inputmode="numeric" required step="1" min="${least}" max="${most}" value="${value}" aria-describedby="set-${name}-hint set-${name}-bounds">
<span>${wordFor(UNIT_TEXTS, language, unit)}</span>
<button>${say('change')}<span class="unseen"> ${wordFor(SETTING_NAMES, language, name)}</span></button></div>
<p class="soft" id="set-${name}-bounds">${say('bounds', { least, most })} · ${say('by_default', { value: byDefault })}</p>
</form>
${isSet ? actionForm(call, `/settings/${name}`, say('back'), { hidden: { value: '' }, about: wordFor(SETTING_NAMES, language, name), kind: 'plain' }) : ''}
</li>`;
}

function meaning(name: SettingName, language: Language): string {
  const text = inLanguage(SETTINGS[name].meaning, language);
  return language === 'en' ? `${text.charAt(0).toUpperCase()}${text.slice(1)}.` : text;
}

const inLanguage = (text: string | Wording, language: Language): string =>
  typeof text === 'string' ? text : text[language];
