// The services of this server, as /healthz tells them.
import { html } from 'hono/html';
import type { Call } from '../route.ts';
import { serviceRoutes } from '../service-routes.ts';
import { asOperator } from './as-operator.ts';
import type { Html, OpenCall, PageCall } from './call.ts';
import { healthState } from './states.ts';
import { SERVICE_TEXTS } from './texts-codes.ts';
import { moment } from './times.ts';
import { wordFor } from './words.ts';

interface Services {
  readonly status: string;
  readonly services: Readonly<Record<string, { status: string; error: string | null; lastCheck: string | null }>>;
}

export async function servicesOf(call: PageCall): Promise<Services> {
  const route = serviceRoutes.find(({ path }) => path === '/healthz');
  if (route === undefined) return { status: 'healthy', services: {} };
  return (await route.handle(asOperator(call) satisfies Call)).body as Services;
}

export const serviceList = (call: OpenCall, { services }: Services): Html =>
  html`<ul class="services">${Object.entries(services).map(
    ([name, { status, error, lastCheck }]) =>
      html`<li data-key="${name}"><b>${wordFor(SERVICE_TEXTS, call.language, name)}</b> ${healthState(status, call.language)}
${error === null ? '' : html`<span class="soft">${error}</span>`} ${lastCheck === null ? '' : moment(call, lastCheck)}</li>`,
  )}</ul>`;
