// `npm run push`: a fresh build for ROLLCALL_PUBLIC_URL, then clasp, with the script id from a file that is never committed.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildForPush } from '../build.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Resolves to the exit code: 2 where nothing was sent, else clasp's own. */
async function push(project: string): Promise<number> {
  const fault = idFault(await scriptIdIn(project), relative(ROOT, project));
  if (fault !== null) {
    tell(fault);
    return 2;
  }
  const built = await buildForPush(process.env['ROLLCALL_PUBLIC_URL'], tell);
  // The manifest was made here and passed its gate: without --force clasp asks about it, and skips the push where nobody can answer.
  return built === null ? 2 : clasp(['--project', project, 'push', '--force']);
}

async function scriptIdIn(project: string): Promise<string | null> {
  try {
    const { scriptId } = JSON.parse(await readFile(project, 'utf8')) as { scriptId?: unknown };
    return typeof scriptId === 'string' ? scriptId : null;
  } catch {
    return null;
  }
}

/** Of an id that is none, clasp says no more than "Requested entity was not found." */
function idFault(id: string | null, file: string): string | null {
  const put = 'put in your script’s id, from its Project settings in the Apps Script editor';
  if (id === null) return `There is no script id in ${file}: copy .clasp.json to ${file} and ${put}.`;
  return /^[\w-]{20,}$/.test(id) && !id.startsWith('PUT-') ? null : `"${id}" in ${file} is no script’s id: ${put}.`;
}

function clasp(args: readonly string[]): Promise<number> {
  const program = fileURLToPath(import.meta.resolve('@google/clasp'));
  const child = spawn(process.execPath, [program, ...args], { cwd: ROOT, stdio: 'inherit' });
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => done(code ?? 1));
  });
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** `clasp_config_project` is clasp's own name for it: a second script, such as a bound copy, has a file of its own. */
process.exitCode = await push(resolve(ROOT, process.env['clasp_config_project'] ?? '.clasp.local.json'));
