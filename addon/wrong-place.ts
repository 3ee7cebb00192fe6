// Whether a tab is the one that its key was made for: a copied file, a duplicated tab and another file of that name are not.
import type { SheetView } from '../shared/protocol.ts';
import type { ApiAnswer } from './api.ts';
import { isTryOut } from './connection.ts';
import type { SheetReader } from './sheet-reader.ts';
import type { OtherTab, WrongPlace } from './sidebar/answers-contract.ts';
import { isCopied, tabsWithKey } from './tab-keys.ts';

/** Null where it is the right one. What the server says comes before what its view of the sheet lets us see. */
export function wrongPlace(
  sheet: SheetReader,
  agreed: SheetView | null,
  binding: ApiAnswer | undefined,
): WrongPlace | null {
  const { spreadsheetId } = sheet.facts;
  const isRefused = binding?.ok === false && binding.problem.code === 'wrong_sheet';
  const isOtherFile = agreed !== null && agreed.spreadsheetId !== spreadsheetId;
  if (isRefused && agreed === null) return { kind: 'copied_file', sheetName: '', gid: null, url: null };
  if (agreed === null || (!isOtherFile && !isRefused && isItsTab(sheet, agreed))) return null;
  const kind = !isOtherFile ? 'other_tab' : isCopied(spreadsheetId) ? 'copied_file' : 'other_file';
  return {
    kind,
    sheetName: agreed.sheetName,
    gid: tabOf(sheet, agreed),
    url: isOtherFile && !isTryOut ? urlOf(agreed) : null,
  };
}

/** By its id from the first run on, so that a renamed tab goes on; by its name before. */
const isItsTab = ({ facts }: SheetReader, { sheetGid, sheetName }: SheetView): boolean =>
  sheetGid === null ? sheetName === facts.sheetName : sheetGid === facts.gid;

const tabOf = (sheet: SheetReader, { sheetGid, sheetName }: SheetView): number | null =>
  sheet.tabs().find(({ gid, name }) => (sheetGid === null ? name === sheetName : gid === sheetGid))?.gid ?? null;

const urlOf = ({ spreadsheetId, sheetGid }: SheetView): string =>
  `https://docs.google.com/spreadsheets/d/${spreadsheetId}/edit${sheetGid === null ? '' : `#gid=${sheetGid}`}`;

const MOST = 20;

/** Tabs of this document that have a key, but for this one. */
export function otherPlaces(sheet: SheetReader): readonly OtherTab[] {
  const connected = new Set(tabsWithKey());
  connected.delete(sheet.facts.gid);
  if (connected.size === 0) return [];
  return sheet
    .tabs()
    .filter(({ gid }) => connected.has(gid))
    .slice(0, MOST);
}
