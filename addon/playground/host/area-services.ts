// Merged cells and protections as the host answers them, and the one question before every write: may this user edit these cells?
import { overlaps } from './block-shift.ts';
import { placeOf } from './places.ts';
import { canEdit, forbids, type Protection } from './protection.ts';
import { type Caller, type HostState, type Services, text, whole } from './service.ts';
import { ServiceError } from './service-error.ts';
import type { Sheet } from './sheet.ts';
import type { Selection } from './spreadsheet.ts';

export const areaServices: Services = {
  'Range.isPartOfMerge': (host, [place]) => mergesOf(host, placeOf(place)).length > 0,
  'Range.getMergedRanges': (host, [place]) => mergesOf(host, placeOf(place)),
  'Range.merge': (host, [place], caller) => {
    const at = placeOf(place);
    editable(host, caller, at).merge(at);
  },
  'Sheet.getProtections': ({ spreadsheet }, [gid, type], { user }) =>
    protectionsOf(spreadsheet.sheet(whole(gid)), text(type), user),
  'Spreadsheet.getProtections': ({ spreadsheet }, [type], { user }) =>
    spreadsheet.sheets.flatMap((sheet) => protectionsOf(sheet, text(type), user)),
};

/** The tab of the place, where the user may edit all of it; throws what Google throws. */
export function editable({ spreadsheet, assume }: HostState, { user }: Caller, place: Selection): Sheet {
  const sheet = spreadsheet.sheet(place.gid);
  if (sheet.protections.some((protection) => forbids(protection, place, user)))
    throw new ServiceError(assume.protectedCellText);
  return sheet;
}

function mergesOf({ spreadsheet }: HostState, place: Selection): Selection[] {
  const { gid } = place;
  return spreadsheet
    .sheet(gid)
    .merges.filter((merge) => overlaps(merge, place))
    .map((merge) => ({ gid, ...merge }));
}

function protectionsOf(sheet: Sheet, type: string, user: string): object[] {
  return sheet.protections
    .filter(({ range }) => (range === undefined) === (type === 'SHEET'))
    .map((protection) => described(sheet, protection, user));
}

function described(sheet: Sheet, protection: Protection, user: string): object {
  const { gid, maxRows, maxColumns } = sheet;
  const { range, unprotected = [], description = '', isWarningOnly = false } = protection;
  return {
    type: range === undefined ? 'SHEET' : 'RANGE',
    range: { gid, ...(range ?? { row: 1, column: 1, rows: maxRows, columns: maxColumns }) },
    unprotected: unprotected.map((block) => ({ gid, ...block })),
    description,
    isWarningOnly,
    canEdit: canEdit(protection, user),
  };
}
