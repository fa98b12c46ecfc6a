// `node tools/simulate/main.ts --port 8790 --seed 1`: the simulator by itself, until Ctrl-C. With the owner's URL of an empty database in ENERGITECH_OWNER_URL it keeps EnergiTech's there.
import { parseArgs } from 'node:util';
import { type Energitech, startEnergitech } from './energitech.ts';
import { startSimulator } from './server.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8790' }, seed: { type: 'string', default: '1' } },
});
const [port, seed] = [Number(values.port), Number(values.seed)];
if (!Number.isInteger(port) || !Number.isInteger(seed)) {
  console.error(`got --port ${values.port} --seed ${values.seed}, want whole numbers`);
  process.exit(2);
}
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
const simulator = await startSimulator({ port, seed }).catch((error: unknown) => {
  console.error(`the simulator did not start: ${reasonOf(error)}. Try another --port.`);
  process.exit(1);
});
console.log(`simulator ${simulator.url}`);

// Not as arguments: those are for everybody to read.
const { ENERGITECH_OWNER_URL: ownerUrl, ENERGITECH_READER_PASSWORD: readerPassword } = process.env;
let energitech: Energitech | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void Promise.allSettled([simulator.stop(), energitech?.stop()]).then(() => process.exit(0));
  });
}
if (ownerUrl && readerPassword) {
  const onError = (error: unknown) => console.error(`EnergiTech's turbines say nothing: ${reasonOf(error)}`);
  energitech = await startEnergitech({ ownerUrl, readerPassword, seed, onError }).catch((error: unknown) => {
    console.error(`EnergiTech's database could not be filled: ${reasonOf(error)}`);
    process.exit(1);
  });
  console.log('energitech filled');
}
