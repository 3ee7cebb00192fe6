// How each assumption that a probe sees is held against what was seen, and what a difference means for who runs Rollcall.
import type { ASSUMPTIONS } from './assumptions.ts';

export interface Rule {
  /** `cost`: at most twice as dear. `at_least` and `at_most`: a limit that may be kinder. `noted`: a figure that nothing was built on. */
  readonly by: 'same' | 'cost' | 'at_least' | 'at_most' | 'noted';
  readonly meaning: string;
}

type Table = typeof ASSUMPTIONS;
type ProbedId = { [id in keyof Table]: Table[id] extends { readonly probe: string } ? id : never }[keyof Table];

const CHANGE = 'Change it in shared/assumptions.ts and run npm test.';

/** An assumption with a probe and without a rule does not compile. */
export const RULES: Readonly<Record<ProbedId, Rule>> = {
  callCostMs: { by: 'cost', meaning: `The hourly budget would not hold. ${CHANGE}` },
  cellCostMicros: {
    by: 'cost',
    meaning: `Large sheets take more executions, and the hourly budget would not hold. ${CHANGE}`,
  },
  fetchCostMs: { by: 'cost', meaning: `A sync takes longer, and the hourly budget may not hold. ${CHANGE}` },
  runLatencyMinMs: { by: 'noted', meaning: '' },
  runLatencyMaxMs: { by: 'noted', meaning: '' },
  hostileRunLatencyMaxMs: {
    by: 'at_most',
    meaning: `The hostile profile of the local host is milder than Google. ${CHANGE}`,
  },
  answerBytes: { by: 'at_least', meaning: `The sidebar would lose long lists. ${CHANGE}` },
  runCarriesDates: { by: 'same', meaning: 'Nothing: no answer to the sidebar holds a date.' },
  sidebarWidthPx: { by: 'same', meaning: 'The sidebar was drawn for another width; look at it.' },
  authModeOfPerson: {
    by: 'same',
    meaning: 'The add-on wants authorization again, or runs with less: nothing can be sent.',
  },
  identityTokenHasEmail: { by: 'same', meaning: 'The server cannot tell who asks from the identity token.' },
  identityTokenAudience: { by: 'same', meaning: 'The server cannot tell this add-on from another by the token.' },
  identityTokenLivesMs: { by: 'at_least', meaning: 'A token must be asked for more often.' },
  documentInTriggers: {
    by: 'same',
    meaning: 'The hourly sync finds no document: leave it off, and sync from the sidebar.',
  },
  documentLockOutsideDocument: { by: 'same', meaning: CHANGE },
  documentPropertiesOutsideDocument: { by: 'same', meaning: CHANGE },
  documentCacheOutsideDocument: { by: 'same', meaning: CHANGE },
  documentLockInDocument: {
    by: 'same',
    meaning: "Two windows are kept apart by the server's lease alone: correct, but one of them is told later.",
  },
  lockIsReentrant: { by: 'same', meaning: `The add-on would wait for itself. ${CHANGE}` },
  lockExcludesOthers: {
    by: 'same',
    meaning: "Two windows are kept apart by the server's lease alone: correct, but one of them is told later.",
  },
  lockFreedAtEnd: { by: 'same', meaning: `A run that ended would keep others out. ${CHANGE}` },
  propertyBytes: { by: 'at_least', meaning: `An unfinished run may not be kept. ${CHANGE}` },
  propertyStoreBytes: { by: 'at_least', meaning: `An unfinished run may not be kept. ${CHANGE}` },
  fetchAllIsParallel: { by: 'same', meaning: 'A sync takes up to four times as long; the hourly budget may not hold.' },
  fetchAllKeepsOrder: {
    by: 'same',
    meaning: 'Do not sync: answers would be taken for those of other batches. Report it.',
  },
  fetchAllFailsAsAWhole: { by: 'same', meaning: `Nothing is lost: each answer is looked at by itself. ${CHANGE}` },
  fetchAllUnmutedFailsAsAWhole: { by: 'same', meaning: `Nothing is lost: every request is muted. ${CHANGE}` },
  fetchSendsBytesUntouched: {
    by: 'same',
    meaning: 'The add-on turns to plain bodies by itself; a sync sends several times as many bytes.',
  },
  addonClockTriggerText: { by: 'same', meaning: CHANGE },
  triggerJitterMs: { by: 'noted', meaning: '' },
  newSheetRows: { by: 'same', meaning: CHANGE },
  newSheetColumns: { by: 'same', meaning: CHANGE },
  emptyCellValue: { by: 'same', meaning: 'Do not sync: empty cells would arrive as something else.' },
  momentCellIsDate: { by: 'same', meaning: 'Do not sync: dates would arrive as something else.' },
  notAvailableValue: {
    by: 'same',
    meaning: 'A cell that shows #N/A would not be held. Do not sync a sheet that has one.',
  },
  divisionByZeroValue: {
    by: 'same',
    meaning: 'A cell that shows an error would not be held. Do not sync a sheet that has one.',
  },
  loadingValue: { by: 'same', meaning: 'A cell that is still computed would not be held.' },
  automaticFormat: { by: 'same', meaning: CHANGE },
  plainTextTakesAsItStands: {
    by: 'same',
    meaning: 'A value taken from the database may be changed as it is written into the sheet: do not take any over.',
  },
  apostropheIsTakenOff: { by: 'same', meaning: CHANGE },
  spilledCellHasFormula: { by: 'same', meaning: CHANGE },
  blockedSpillValue: { by: 'same', meaning: `An array formula that was written into may go unnoticed. ${CHANGE}` },
  mergedCellsTakeValues: { by: 'same', meaning: CHANGE },
  writtenMomentFormat: { by: 'same', meaning: CHANGE },
};
