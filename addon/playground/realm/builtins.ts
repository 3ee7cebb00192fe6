// The language as Apps Script has it: no built-in newer than ES2020, nothing of a browser or of Node.

/** Dots lead from the global object to the member that is taken away. */
export function removeNewerBuiltins(global: object): void {
  for (const path of PATHS) remove(global, path.split('.'));
}

function remove(from: object, path: readonly string[]): void {
  const owner = path
    .slice(0, -1)
    .reduce<unknown>((at, name) => (isOwner(at) ? Reflect.get(at, name) : undefined), from);
  if (isOwner(owner)) Reflect.deleteProperty(owner, path[path.length - 1] ?? '');
}

const isOwner = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

const members = (owner: string, names: string): string[] => names.split(' ').map((name) => `${owner}.${name}`);

const PATHS: readonly string[] = [
  'AggregateError',
  'AsyncDisposableStack',
  'Atomics',
  'DisposableStack',
  'FinalizationRegistry',
  'Float16Array',
  'Iterator',
  'SharedArrayBuffer',
  'SuppressedError',
  'Temporal',
  'WeakRef',
  'WebAssembly',
  ...members('Array', 'fromAsync'),
  ...members('Array.prototype', 'at findLast findLastIndex toReversed toSorted toSpliced with'),
  ...members('ArrayBuffer.prototype', 'detached maxByteLength resizable resize transfer transferToFixedLength'),
  ...members('DataView.prototype', 'getFloat16 setFloat16'),
  ...members('Error', 'isError'),
  // What all typed arrays share.
  ...members('Int8Array.prototype.__proto__', 'at findLast findLastIndex toReversed toSorted with'),
  ...members('Intl', 'DisplayNames DurationFormat ListFormat Segmenter supportedValuesOf'),
  ...members('JSON', 'isRawJSON rawJSON'),
  ...members('Map', 'groupBy'),
  ...members('Map.prototype', 'getOrInsert getOrInsertComputed'),
  ...members('Math', 'f16round sumPrecise'),
  ...members('Object', 'groupBy hasOwn'),
  ...members('Promise', 'any try withResolvers'),
  ...members('RegExp', 'escape'),
  ...members(
    'Set.prototype',
    'difference intersection isDisjointFrom isSubsetOf isSupersetOf symmetricDifference union',
  ),
  ...members('String.prototype', 'at isWellFormed replaceAll toWellFormed'),
  ...members('Symbol', 'asyncDispose dispose'),
  ...members('Uint8Array', 'fromBase64 fromHex'),
  ...members('Uint8Array.prototype', 'setFromBase64 setFromHex toBase64 toHex'),
];
