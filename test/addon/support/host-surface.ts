// The members that the local host has, read from the script it really runs; and Apps Script's types cut down to them.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'acorn';
import { threadScripts } from '../../../addon/playground/host/thread-scripts.ts';

/** By the name of the interface. */
export type Surface = ReadonlyMap<string, ReadonlySet<string>>;

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** From every `strict('Name', { … })` of the realm. */
export async function hostSurface(): Promise<Surface> {
  const { realm } = await threadScripts();
  const surface = new Map<string, Set<string>>();
  visit(parse(realm, { ecmaVersion: 'latest' }) as unknown as Node, (node) => {
    const [name, members] = strictCall(node);
    if (name === undefined) return;
    const known = surface.get(name) ?? new Set();
    surface.set(name, new Set([...known, ...(members ?? [])]));
  });
  return surface;
}

function strictCall(node: Node): readonly [string?, string[]?] {
  const { type, callee, arguments: given } = node as Node & { callee?: Node; arguments?: Node[] };
  if (type !== 'CallExpression' || callee?.['name'] !== 'strict') return [];
  const [name, members] = given ?? [];
  if (typeof name?.['value'] !== 'string' || members?.type !== 'ObjectExpression') return [];
  const keys = (members['properties'] as { readonly key: { readonly name: string } }[]).map(({ key }) => key.name);
  return [name['value'], keys];
}

function visit(node: Node, see: (node: Node) => void): void {
  see(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && 'type' in child) visit(child as Node, see);
    }
  }
}

/** The type package as one declaration, without what the host lacks: members, services with methods, globals. */
export async function restrictedTypes(surface: Surface, packageDir: string): Promise<string> {
  const files = (await readdir(packageDir)).filter((name) => /^google-apps-script\..*\.d\.ts$/.test(name));
  const texts = await Promise.all(files.map((name) => readFile(join(packageDir, name), 'utf8')));
  return texts.map((text) => restrictedText(text, surface)).join('\n');
}

function restrictedText(text: string, surface: Surface): string {
  const bare = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  let rest = bare;
  let made = '';
  for (let found = INTERFACE.exec(rest); found !== null; found = INTERFACE.exec(rest)) {
    const open = found.index + found[0].length;
    const close = closing(rest, open);
    made += rest.slice(0, open) + kept(found[1] ?? '', rest.slice(open, close), surface);
    rest = rest.slice(close);
  }
  return (made + rest).replace(GLOBAL, (line, name: string) => (surface.has(name) ? line : ''));
}

const INTERFACE = /interface (\w+)(?: extends [\w., ]+)? \{/;
const GLOBAL = /^declare var (\w+):.*$/gm;

function closing(text: string, from: number): number {
  for (let at = from, depth = 1; at < text.length; at++) {
    depth += DEPTH[text.charAt(at)] ?? 0;
    if (depth === 0) return at;
  }
  throw new Error('an interface has no end');
}

const DEPTH: Readonly<Record<string, number>> = { '{': 1, '(': 1, '[': 1, '}': -1, ')': -1, ']': -1 };

/** What is plain data stays whole; what has methods keeps those of the host. */
function kept(name: string, body: string, surface: Surface): string {
  const members = surface.get(NAMES[name] ?? name);
  const all = membersOf(body);
  if (members === undefined && !all.some((member) => /^\w+\s*[(<]/.test(member))) return body;
  return all
    .filter((member) => members?.has(/^(?:readonly )?(\w+)/.exec(member)?.[1] ?? '') === true)
    .map((member) => `${member};\n`)
    .join('');
}

/** Where the host's name of an object is another than that of its type. */
const NAMES: Readonly<Record<string, string>> = { Console: 'console', BlobSource: 'Blob' };

function membersOf(body: string): string[] {
  const members: string[] = [];
  for (let at = 0, from = 0, depth = 0; at < body.length; at++) {
    depth += DEPTH[body.charAt(at)] ?? 0;
    if (depth !== 0 || body.charAt(at) !== ';') continue;
    members.push(body.slice(from, at).trim());
    from = at + 1;
  }
  return members;
}
