// Ends Postgres when this program ends, however it ends: a shell waits on a pipe that only our death closes.
import { spawn } from 'node:child_process';

const SCRIPT = `
read -r _
kill -INT "$1" 2>/dev/null
for _ in $(seq 100); do kill -0 "$1" 2>/dev/null || break; sleep 0.1; done
shift
[ $# -eq 0 ] || rm -rf -- "$@"
`;

/** How to call it off. `scratch` are directories to remove, too, when we die. */
export function watchOver(pid: number, { scratch = [] }: { readonly scratch?: readonly string[] } = {}): () => void {
  if (process.platform === 'win32') return () => {};
  // In a session of its own: Ctrl-C reaches every process of the terminal's group.
  const shell = spawn('sh', ['-c', SCRIPT, 'sh', String(pid), ...scratch], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  });
  shell.unref();
  // A pipe that keeps the program alive would keep its own watchdog waiting.
  if (shell.stdin && 'unref' in shell.stdin && typeof shell.stdin.unref === 'function') shell.stdin.unref();
  shell.stdin?.on('error', () => {});
  return () => shell.kill('SIGKILL');
}
