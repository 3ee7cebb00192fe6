// The route table: everything this server answers, with who may ask, what it takes and what it gives.
import type Type from 'typebox';
import { alertRoutes } from './alert-routes.ts';
import { buyerRoutes } from './buyer-routes.ts';
import { echoRoutes } from './echo-routes.ts';
import { holdRoutes } from './hold-routes.ts';
import { mismatchRoutes } from './mismatch-routes.ts';
import { openApi } from './openapi.ts';
import { operatorRoutes } from './operator-routes.ts';
import { reportRoutes } from './report-routes.ts';
import { retryRoutes } from './retry-routes.ts';
import type { Route } from './route.ts';
import { runRoutes } from './run-routes.ts';
import { serviceRoutes } from './service-routes.ts';
import { settingsRoutes } from './settings-routes.ts';
import { sheetRoutes } from './sheet-routes.ts';

export function makeRoutes(version: string): readonly Route[] {
  const routes = [
    ...runRoutes,
    ...sheetRoutes,
    ...mismatchRoutes,
    ...buyerRoutes,
    ...holdRoutes,
    ...alertRoutes,
    ...retryRoutes,
    ...operatorRoutes,
    ...reportRoutes,
    ...settingsRoutes,
    ...echoRoutes,
    ...serviceRoutes,
  ];
  const described: Route = {
    method: 'GET',
    path: '/openapi.json',
    permission: 'open',
    summary: 'This description',
    status: 200,
    answer: {} as Type.TSchema,
    handle: async () => ({ body: openApi([...routes, described], version) }),
  };
  return [...routes, described];
}
