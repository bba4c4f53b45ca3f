// Starts the portal under test as a process of its own, on a free loopback port and a fresh data folder, and stops it.

import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const READY_WITHIN = 30_000;
const STOPPED_WITHIN = 10_000;
// Another program may take a port between the question for a free one and the start.
const ATTEMPTS = 3;

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts a portal. `config` makes the configuration from the portal's own address; without it the portal starts as it
 * does for somebody who tries it for the first time.
 */
export async function startPortal(config) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(config);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function start(config) {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const folder = await mkdtemp(join(tmpdir(), 'callboard-e2e-'));
  const flags = ['serve', '--data-dir', join(folder, 'data'), '--listen', `127.0.0.1:${port}`];
  if (config) {
    const file = join(folder, 'app-config.yaml');
    await writeFile(file, JSON.stringify(config(base), null, 2));
    flags.push('--config', file);
  }
  // A folder without configuration files: what lies around in the caller's folder must not be read.
  const child = spawn(process.env.CALLBOARD_BINARY, flags, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  const keep = chunk => {
    log = (log + chunk).slice(-20_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise(resolve => {
    child.once('exit', resolve);
    child.once('error', resolve);
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN);
    await ended;
    clearTimeout(timer);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await ready(base, ended);
  } catch (error) {
    await stop();
    throw new Error(`the portal did not start: ${error.message}\n${log}`);
  }
  return { base, stop, log: () => log };
}

async function ready(base, ended) {
  let running = true;
  ended.then(() => {
    running = false;
  });
  const deadline = Date.now() + READY_WITHIN;
  while (Date.now() < deadline) {
    if (!running) throw new Error('it ended');
    const answer = await fetch(`${base}/.backstage/health/v1/readiness`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(50);
  }
  throw new Error(`it was not ready within ${READY_WITHIN / 1000} s`);
}

export function pause(milliseconds) {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds);
  });
}

/** Asks until `question` gives something other than undefined. What takes longer than ten seconds counts as never. */
export async function eventually(what, question) {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    const answer = await question();
    if (answer !== undefined) return answer;
    await pause(50);
  }
  throw new Error(`it never came true: ${what}`);
}
