// What Rollcall takes for true of Apps Script and Sheets, each with its source: the local host goes by nothing else, and a
// self-check at Google can be compared with it line by line.

export interface Assumption {
  readonly value: number | string | boolean;
  readonly what: string;
  /** `documentation`: Google says so. `measured`: seen at Google. `memory`: a plausible figure or behaviour that nobody has measured. */
  readonly source: 'documentation' | 'measured' | 'memory';
  /** The self-check's probe that sees it, where there is one. */
  readonly probe?: string;
}

/** Units are in the names. */
export const ASSUMPTIONS = {
  // Executions
  executionMs: { value: 360_000, what: 'An execution is killed after this long.', source: 'documentation' },
  simpleTriggerMs: {
    value: 30_000,
    what: 'A simple trigger (onOpen) is killed after this long.',
    source: 'documentation',
  },
  wallMs: {
    value: 360_000,
    what: 'The same limit on the real clock of the machine that runs the local host: our choice.',
    source: 'memory',
  },
  killRunsFinally: { value: false, what: 'A killed execution runs its catch and finally blocks.', source: 'memory' },
  tooLongText: { value: 'Exceeded maximum execution time', what: 'What a killed execution says.', source: 'memory' },
  concurrentRuns: {
    value: 10,
    what: 'google.script.run calls of one page that run at once; the next one waits.',
    source: 'documentation',
  },
  simultaneousExecutions: { value: 30, what: 'Executions of one user at once.', source: 'documentation' },
  simultaneousExecutionsOfScript: {
    value: 1000,
    what: 'Executions of one script at once, all its users together.',
    source: 'documentation',
  },
  tooManyExecutionsText: {
    value: 'There are too many scripts running simultaneously for this Google user account.',
    what: 'What an execution beyond those numbers says.',
    source: 'memory',
  },
  heapMb: {
    value: 256,
    what: 'Memory an execution may use. Google names no figure; the hostile profile kills beyond this one.',
    source: 'memory',
  },
  quotaDayMs: {
    value: 86_400_000,
    what: 'A daily quota starts anew this long after the first use.',
    source: 'documentation',
  },

  // What things cost in time
  callCostMs: {
    value: 20,
    what: 'Any call of a service: plausible, not measured.',
    source: 'memory',
    probe: 'service-call-time',
  },
  cellCostMicros: {
    value: 10,
    what: 'A cell read or written: plausible, not measured (1 s per 100,000 cells).',
    source: 'memory',
    probe: 'cell-read-time',
  },
  fetchCostMs: {
    value: 100,
    what: 'A fetch, beside the time the server takes: plausible, not measured.',
    source: 'memory',
    probe: 'fetch-time',
  },
  runLatencyMinMs: {
    value: 0,
    what: 'From a google.script.run call to its answer, beside the work itself, at least. The friendly profile leaves it out.',
    source: 'memory',
    probe: 'run-latency',
  },
  runLatencyMaxMs: { value: 0, what: 'The same, at most.', source: 'memory', probe: 'run-latency' },

  // google.script.run and the sidebar
  answerBytes: {
    value: 100 * 1024,
    what: 'An answer to the sidebar, as JSON. Our own rule, held by the local host; Google names no figure.',
    source: 'memory',
    probe: 'large-answer',
  },
  runCarriesDates: {
    value: false,
    what: 'google.script.run carries a Date, in either direction.',
    source: 'documentation',
    probe: 'date-answer',
  },
  sidebarWidthPx: {
    value: 300,
    what: 'A sidebar is as wide as this, whatever is asked for.',
    source: 'documentation',
    probe: 'sidebar-width',
  },

  // Authorization
  authModeBeforeEnabled: {
    value: 'NONE',
    what: 'onOpen runs in this mode, and so do global statements, until the add-on was used in the document.',
    source: 'documentation',
  },
  authModeOfSimpleTrigger: {
    value: 'LIMITED',
    what: 'onOpen runs in this mode once the add-on is enabled in the document.',
    source: 'documentation',
  },
  authModeOfPerson: {
    value: 'FULL',
    what: 'Menu items, google.script.run and installed triggers run in this mode.',
    source: 'documentation',
    probe: 'auth-mode',
  },
  identityTokenWithoutOpenid: {
    value: 'null',
    what: 'ScriptApp.getIdentityToken() where the manifest does not ask for openid.',
    source: 'documentation',
  },
  identityTokenHasEmail: {
    value: true,
    what: 'The identity token names the address (email, email_verified) where userinfo.email was granted.',
    source: 'documentation',
    probe: 'identity-token',
  },
  identityTokenAudience: {
    value: 'client id of the script',
    what: 'What the identity token names as its audience: an OAuth client id of the form NUMBER-LETTERS.apps.googleusercontent.com.',
    source: 'documentation',
    probe: 'identity-token',
  },
  identityTokenLivesMs: {
    value: 3_600_000,
    what: 'An identity token expires.',
    source: 'memory',
    probe: 'identity-token',
  },

  // Outside a document
  documentInTriggers: {
    value: true,
    what: 'getActiveSpreadsheet() in a clock trigger of an add-on answers the document the trigger was made in.',
    source: 'memory',
    probe: 'document-in-trigger',
  },
  documentLockOutsideDocument: {
    value: 'null',
    what: 'LockService.getDocumentLock() where no document is open.',
    source: 'documentation',
    probe: 'document-in-trigger',
  },
  documentPropertiesOutsideDocument: {
    value: 'null',
    what: 'PropertiesService.getDocumentProperties() where no document is open.',
    source: 'documentation',
    probe: 'document-in-trigger',
  },
  documentCacheOutsideDocument: {
    value: 'null',
    what: 'CacheService.getDocumentCache() where no document is open.',
    source: 'documentation',
    probe: 'document-in-trigger',
  },

  // Locks
  documentLockInDocument: {
    value: true,
    what: 'LockService.getDocumentLock() gives a lock in an open document.',
    source: 'documentation',
    probe: 'locks',
  },
  lockIsReentrant: {
    value: true,
    what: 'tryLock by the execution that already holds the lock succeeds at once.',
    source: 'memory',
    probe: 'locks',
  },
  lockExcludesOthers: {
    value: true,
    what: 'tryLock fails while another execution holds the lock.',
    source: 'documentation',
    probe: 'locks',
  },
  lockFreedAtEnd: {
    value: true,
    what: 'An execution that ends lets go of its locks.',
    source: 'documentation',
    probe: 'locks',
  },
  lockFreedByKill: { value: true, what: 'An execution that is killed lets go of its locks.', source: 'memory' },
  lockTimeoutText: {
    value: 'Lock timeout: another process was holding the lock for too long.',
    what: 'What waitLock throws.',
    source: 'memory',
  },

  // Properties
  propertyBytes: {
    value: 9 * 1024,
    what: 'One property value.',
    source: 'documentation',
    probe: 'property-limits',
  },
  propertyStoreBytes: {
    value: 500 * 1024,
    what: 'All names and values of one property store.',
    source: 'documentation',
    probe: 'property-limits',
  },
  propertyCallsPerDay: {
    value: 50_000,
    what: 'Reads and writes of properties by one user in a day (consumer account).',
    source: 'documentation',
  },

  // Cache
  cacheKeyChars: { value: 250, what: 'A cache key.', source: 'documentation' },
  cacheValueBytes: { value: 100 * 1024, what: 'A cache value.', source: 'documentation' },
  cacheDefaultSeconds: { value: 600, what: 'How long a cache value lives unless told.', source: 'documentation' },
  cacheMaxSeconds: { value: 21_600, what: 'How long a cache value may live.', source: 'documentation' },
  cacheItems: { value: 1000, what: 'Items of one cache.', source: 'documentation' },
  cacheItemsKept: {
    value: 900,
    what: 'Items that stay, the ones farthest from their end, when there were too many.',
    source: 'documentation',
  },
  cacheAnswers: {
    value: true,
    what: 'The cache gives back what was put, most of the time; it never promises to.',
    source: 'documentation',
  },

  // Fetches
  fetchUrlChars: { value: 2082, what: 'A URL.', source: 'documentation' },
  fetchBytes: { value: 50 * 1024 * 1024, what: 'The body of a request, and of a response.', source: 'documentation' },
  fetchHeaders: { value: 100, what: 'Headers of a request.', source: 'documentation' },
  fetchHeaderBytes: { value: 8 * 1024, what: 'One header of a request.', source: 'documentation' },
  fetchTimeoutMs: { value: 60_000, what: 'A fetch gives up.', source: 'memory' },
  fetchCallsPerDay: {
    value: 20_000,
    what: 'Fetches by one user in a day (consumer account).',
    source: 'documentation',
  },
  fetchAllCountsEachRequest: { value: true, what: 'Each request of a fetchAll counts as a fetch.', source: 'memory' },
  fetchAllIsParallel: {
    value: true,
    what: 'The requests of a fetchAll are under way together (a published benchmark; not documented).',
    source: 'memory',
    probe: 'fetch-all',
  },
  fetchAllKeepsOrder: {
    value: true,
    what: 'The answers of a fetchAll come in the order of its requests.',
    source: 'memory',
    probe: 'fetch-all',
  },
  fetchAllFailsAsAWhole: {
    value: true,
    what: 'A fetchAll with one dead host throws, and the other answers are lost, muted or not.',
    source: 'memory',
    probe: 'fetch-all-dead-host',
  },
  fetchAllUnmutedFailsAsAWhole: {
    value: true,
    what: 'A fetchAll with one answer of 400 or more that is not muted throws, and the other answers are lost.',
    source: 'memory',
    probe: 'fetch-all',
  },
  fetchSendsBytesUntouched: {
    value: true,
    what: 'A gzipped payload with Content-Encoding: gzip arrives byte for byte.',
    source: 'memory',
    probe: 'gzip-body',
  },
  fetchQuotaText: {
    value: 'Service invoked too many times for one day: urlfetch.',
    what: 'What a fetch throws beyond its daily quota.',
    source: 'memory',
  },
  propertyQuotaText: {
    value: 'Service invoked too many times for one day: properties.',
    what: 'What a property call throws beyond its daily quota.',
    source: 'memory',
  },

  // Triggers
  triggerMsPerDay: {
    value: 90 * 60_000,
    what: 'Running time of all triggers of one user in a day (consumer account).',
    source: 'documentation',
  },
  triggersPerUser: { value: 20, what: 'Triggers of one user and script.', source: 'documentation' },
  triggerTimeText: {
    value: 'Service using too much computer time for one day',
    what: 'What a trigger says when its owner has no running time left today.',
    source: 'memory',
  },
  tooManyTriggersText: {
    value: 'This script has too many triggers. Triggers must be deleted from the script before more can be added.',
    what: 'What create() throws beyond the number of triggers a user may have.',
    source: 'memory',
  },
  addonClockTriggersPerDocument: {
    value: 1,
    what: 'Clock triggers of an add-on for one user and document.',
    source: 'documentation',
  },
  addonClockTriggerMs: {
    value: 3_600_000,
    what: 'Clock triggers of an add-on are at least this far apart.',
    source: 'documentation',
  },
  addonClockTriggerText: {
    value: 'Clock events must be scheduled at least 1 hour(s) apart.',
    what: 'What create() throws for a clock trigger that would fire more often.',
    source: 'memory',
    probe: 'document-in-trigger',
  },
  addonTooManyTriggersText: {
    value: 'This add-on has created too many time-based triggers in this document for this Google user account.',
    what: 'What create() throws for a second clock trigger.',
    source: 'memory',
  },
  triggerJitterMs: {
    value: 0,
    what: 'How late a clock trigger may fire. Google spreads them within the hour; the friendly profile does not.',
    source: 'documentation',
    probe: 'document-in-trigger',
  },
  triggersFireUnauthorized: {
    value: true,
    what: 'A trigger keeps firing after its owner withdrew the authorization, and fails at the first call that needs it.',
    source: 'documentation',
  },

  // Cells
  cellChars: { value: 50_000, what: 'The text of one cell.', source: 'memory' },
  spreadsheetCells: {
    value: 10_000_000,
    what: 'Cells of one spreadsheet, empty ones included.',
    source: 'documentation',
  },
  newSheetRows: { value: 1000, what: 'Rows of a new tab.', source: 'memory', probe: 'new-tab' },
  newSheetColumns: { value: 26, what: 'Columns of a new tab.', source: 'memory', probe: 'new-tab' },
  emptyCellValue: { value: '', what: 'getValues() of an empty cell.', source: 'documentation', probe: 'cell-kinds' },
  momentCellIsDate: {
    value: true,
    what: 'getValues() of a date, a time and a duration gives a Date.',
    source: 'documentation',
    probe: 'cell-kinds',
  },
  notAvailableValue: {
    value: '#N/A',
    what: 'getValues() of a cell that shows #N/A: the text.',
    source: 'memory',
    probe: 'cell-kinds',
  },
  divisionByZeroValue: {
    value: '#DIV/0!',
    what: 'getValues() of a cell that shows #DIV/0!: the text.',
    source: 'memory',
    probe: 'cell-kinds',
  },
  loadingValue: {
    value: 'Loading...',
    what: 'getValues() of a cell that is still being computed: the text.',
    source: 'memory',
    probe: 'cell-kinds',
  },
  automaticFormat: {
    value: '0.###############',
    what: 'getNumberFormat() of a cell for which nobody chose one.',
    source: 'memory',
    probe: 'cell-kinds',
  },
  writtenMomentFormat: {
    value: 'yyyy/mm/dd h:mm:ss',
    what: 'The format a Date takes that setValues() writes into an automatic cell (Japanese locale).',
    source: 'memory',
    probe: 'cell-kinds',
  },

  plainTextTakesAsItStands: {
    value: true,
    what: 'setValue() of a text into a cell of plain text (format @) keeps it as it stands: =1+1 is no formula, 001 no number, an apostrophe in front stays.',
    source: 'memory',
    probe: 'written-cells',
  },
  apostropheIsTakenOff: {
    value: true,
    what: "setValue() of a text with an apostrophe in front, into any other cell: text without that apostrophe ('001 is 001).",
    source: 'memory',
    probe: 'written-cells',
  },
  spilledCellHasFormula: {
    value: false,
    what: 'getFormulas() of a cell that shows a result of an array formula in another cell gives that formula; otherwise nothing.',
    source: 'memory',
    probe: 'written-cells',
  },
  blockedSpillValue: {
    value: '#REF!',
    what: 'getValues() of the cell of an array formula after something was written where it shows a result; the other results are gone.',
    source: 'memory',
    probe: 'written-cells',
  },
  mergedCellsTakeValues: {
    value: false,
    what: 'What setValue() writes into a cell of a merge that is not its first one can be read there afterwards.',
    source: 'memory',
    probe: 'written-cells',
  },
  protectedCellText: {
    value:
      'You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.',
    what: 'What a write throws where the user may not edit.',
    source: 'memory',
  },

  // Copies
  copyKeepsTabIds: {
    value: true,
    what: 'The tabs of a copied spreadsheet have the ids (gid) they had; to see it, copy one and compare the ends of the two addresses.',
    source: 'memory',
  },
  documentPropertiesAreCopied: {
    value: true,
    what: 'A copied spreadsheet brings the document properties along; to see it, connect one, copy it and open the sidebar in the copy.',
    source: 'memory',
  },

  // The hostile profile: our choice, worse than anything reported
  hostileRunLatencyMinMs: {
    value: 1000,
    what: 'From a google.script.run call to its answer, at least.',
    source: 'memory',
  },
  hostileRunLatencyMaxMs: { value: 3000, what: 'The same, at most.', source: 'memory', probe: 'run-latency' },
  hostileReadTimeoutChance: { value: 0.03, what: 'A read of a Range that times out.', source: 'memory' },
  hostileFetchRefusedChance: { value: 0.02, what: 'A fetch that meets no server.', source: 'memory' },
  hostileFetchFailedChance: {
    value: 0.03,
    what: 'A fetch answered 503 by something before the server.',
    source: 'memory',
  },
  hostileFetchLostChance: {
    value: 0.03,
    what: 'A fetch whose answer is lost after the server did its work.',
    source: 'memory',
  },
  hostilePauseChance: { value: 0.005, what: 'A call of a service that pauses first.', source: 'memory' },
  hostilePauseMs: { value: 30_000, what: 'How long that pause is.', source: 'memory' },
  hostileTriggerJitterMs: { value: 900_000, what: 'How late a clock trigger may fire.', source: 'memory' },
} as const satisfies Readonly<Record<string, Assumption>>;

export type AssumptionId = keyof typeof ASSUMPTIONS;
