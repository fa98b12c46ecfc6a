// EnergiTech's database, alive: filled at once, and every minute with what its turbines did since. For as long as somebody runs it.
import { DAY, MINUTE } from '../../data/time.ts';
import { fillEnergitech, grantReader } from './energitech-database.ts';

/** Two months and some days: what first runs ask for. */
const BACK = 65 * DAY;

export interface Energitech {
  stop(): Promise<void>;
}

/** Resolves when the turbines have said all they had to say until now, and the reader may read it. */
export async function startEnergitech({
  ownerUrl,
  readerPassword,
  seed,
  onError,
}: {
  readonly ownerUrl: string;
  readonly readerPassword: string;
  readonly seed: number;
  readonly onError: (error: unknown) => void;
}): Promise<Energitech> {
  const fill = async () => {
    const to = Date.now();
    await fillEnergitech(ownerUrl, { from: to - BACK, to, seed });
  };
  await fill();
  await grantReader(ownerUrl, readerPassword);
  let filling: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    filling = filling.then(fill).catch(onError);
  }, MINUTE);
  return {
    async stop() {
      clearInterval(timer);
      await filling;
    },
  };
}
