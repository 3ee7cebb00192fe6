// A buyer's number in a list, leading to the buyer's page. One of usual length stands on one line: broken in two it reads as another.
import { html } from 'hono/html';
import { buyerPath } from './buyer-path.ts';
import type { Html, OpenCall } from './call.ts';

const USUAL_LENGTH = 16;

export function buyerLink({ link }: OpenCall, sheetId: string, key: string): Html {
  const path = link(buyerPath(sheetId, key));
  if (key.length > USUAL_LENGTH) return html`<a href="${path}">${key}</a>`;
  return html`<a class="whole" href="${path}">${key}</a>`;
}
