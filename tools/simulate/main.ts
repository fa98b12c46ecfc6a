// `node tools/simulate/main.ts --port 8790 --seed 1`: the simulator by itself, until Ctrl-C.
import { parseArgs } from 'node:util';
import { startSimulator } from './server.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8790' }, seed: { type: 'string', default: '1' } },
});
const [port, seed] = [Number(values.port), Number(values.seed)];
if (!Number.isInteger(port) || !Number.isInteger(seed)) {
  console.error(`got --port ${values.port} --seed ${values.seed}, want whole numbers`);
  process.exit(2);
}
const simulator = await startSimulator({ port, seed }).catch((error: unknown) => {
  console.error(`the simulator did not start: ${error instanceof Error ? error.message : error}. Try another --port.`);
  process.exit(1);
});
console.log(`simulator ${simulator.url}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.stop());
