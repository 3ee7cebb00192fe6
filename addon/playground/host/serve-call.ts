// One call of a service: permitted, met by the weather, answered, and its cells counted.
import { areaServices } from './area-services.ts';
import { fetchServices } from './fetch-service.ts';
import { gridServices } from './grid-services.ts';
import { permit } from './permission.ts';
import { scriptServices } from './script-services.ts';
import type { Caller, HostState, Services } from './service.ts';
import { ServiceError } from './service-error.ts';
import { storeServices } from './store-services.ts';
import { uiServices } from './ui-services.ts';

const services: Services = {
  ...gridServices,
  ...areaServices,
  ...storeServices,
  ...uiServices,
  ...fetchServices,
  ...scriptServices,
};

/** Throws what the script will see. */
export async function serveCall(
  host: HostState,
  name: string,
  args: readonly unknown[],
  caller: Caller,
): Promise<unknown> {
  const service = services[name];
  if (service === undefined) throw new ServiceError(`The local host does not answer ${name}.`);
  permit(name, caller.rights, host.manifest);
  caller.spend(caller.weather.pauseMs());
  if (READS.test(name) && caller.weather.readTimesOut()) {
    throw new ServiceError(`Service Spreadsheets timed out while accessing document with id ${host.spreadsheet.id}.`);
  }
  return service(host, args, caller);
}

/** Cells that a call read or wrote, which is what it costs; 0 where it moved none. */
export function cellsOf(name: string, args: readonly unknown[]): number {
  if (ONE_CELL.test(name)) return 1;
  if (!CELLS.test(name)) return 0;
  const { rows = 0, columns = 0 } = args[0] as { readonly rows?: number; readonly columns?: number };
  return rows * columns;
}

const READS = /^Range\.get(?!A1Notation|MergedRanges)/;
const ONE_CELL = /^Range\.get(?:Value|DisplayValue|NumberFormat|Formula)$/;
const CELLS = /^Range\.(?:get(?!A1Notation|MergedRanges)|set|clear)/;
