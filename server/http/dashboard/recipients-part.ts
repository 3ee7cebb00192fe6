// Who is written to about a sheet, and the forms that add somebody or take them off.
import { html } from 'hono/html';
import { listRecipients, type Recipient } from '../../alerts/recipients.ts';
import type { Html, PageCall } from './call.ts';
import { actionForm } from './parts.ts';
import { SHEET_TEXTS } from './texts-overview.ts';
import { wordsOf } from './words.ts';

export async function recipientsPart(call: PageCall, sheetId: string): Promise<Html> {
  const say = wordsOf(SHEET_TEXTS, call.language);
  const recipients = await listRecipients(call.deps.pool, sheetId);
  return html`${recipients.length === 0 ? html`<p class="empty">${say('no_recipients')}</p>` : html`<ul class="services">${recipients.map((one) => recipientLine(call, sheetId, one))}</ul>`}
<form class="filters" method="post" action="${call.link(`/sheets/${sheetId}/recipients`)}">
<input type="hidden" name="csrf" value="${call.csrf}">
<label>${say('email')} <input id="recipient" name="email" type="email" required maxlength="254"></label>
<label>${say('language')} <select id="recipient-language" name="language"><option value="ja">${say('language_ja')}</option><option value="en">${say('language_en')}</option></select></label>
<button>${say('add_recipient')}</button>
</form>`;
}

function recipientLine(call: PageCall, sheetId: string, { email, language }: Recipient): Html {
  const say = wordsOf(SHEET_TEXTS, call.language);
  return html`<li class="beside" data-key="${email}"><b>${email}</b> <span class="soft">${say(language === 'ja' ? 'language_ja' : 'language_en')}</span>
${actionForm(call, `/sheets/${sheetId}/recipients/remove`, say('remove_recipient'), { hidden: { email }, about: email, kind: 'plain' })}</li>`;
}
