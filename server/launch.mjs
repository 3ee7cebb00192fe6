#!/usr/bin/env node
// Starts Node 24 from node_modules with the named .ts file, whatever Node started this one: the machine's own may be older.
// Plain JavaScript for Node 18. Passes on signals and the exit code, or says in one sentence what to do.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const exe = process.platform === 'win32' ? 'node.exe' : 'node';

function findNode() {
  const arch = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const inPackages = [join('node_modules', arch, 'bin', exe), join('node_modules', 'node', 'bin', exe)]
    .concat(join('node_modules', 'node', 'node_modules', arch, 'bin', exe))
    .map((path) => join(root, path))
    .find((path) => existsSync(path));
  if (inPackages) return inPackages;
  return Number(process.versions.node.split('.')[0]) === 24 ? process.execPath : undefined;
}

const asBin = process.argv[1] !== undefined && !/launch\.mjs$/.test(process.argv[1]);
const [first, ...rest] = process.argv.slice(2);
const isFile = !asBin && first !== undefined && /\.(ts|mjs|js)$/.test(first) && existsSync(resolve(root, first));
const script = isFile ? resolve(root, first) : join(root, 'server', 'rollcall.ts');
const args = isFile ? rest : process.argv.slice(2);

const node = findNode();
if (node === undefined) {
  process.stderr.write(
    `Rollcall needs Node 24, which "npm ci" brings; this is Node ${process.versions.node}. Run "npm ci" in ${root} and try again.\n`,
  );
  process.exit(2);
}

// The channel carries nothing: it closes when this process ends, however it ends, and a server that stays would block the next start.
const child = spawn(node, [script, ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  process.stderr.write(`Node 24 at ${node} could not be started (${error.message}). Run "npm ci" again.\n`);
  process.exit(2);
});
child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));

// npm passes a SIGTERM to the shell between it and us, and many shells die of it without a word.
const parent = process.ppid;
const orphaned = () => process.ppid !== parent && child.kill('SIGTERM');
if (process.env.npm_lifecycle_event !== undefined) setInterval(orphaned, 250).unref();
