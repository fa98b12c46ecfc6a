// Several forests at once, each in a thread of its own: quantiles, folds, seeds. The same forests as one after the other, to the bit.
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type AveragedOptions, fitExtraTrees, fitRandomForest } from './averaged.ts';
import { type BoostOptions, boost, type TreeProgress } from './boost.ts';
import type { Forest } from './tree.ts';

export type ForestJob =
  | ({ readonly trainer: 'boost' } & Omit<BoostOptions, 'onTree'>)
  | ({ readonly trainer: 'random-forest' | 'extra-trees' } & Omit<AveragedOptions, 'onTree'>);

export interface AtOnceOptions {
  /** One uses no other thread. */
  readonly threads?: number;
  readonly onTree?: (job: number, grown: number, of: number, progress?: TreeProgress) => void;
}

/** One forest per job, in their order. */
export async function fitForests(
  jobs: readonly ForestJob[],
  { threads = availableParallelism(), onTree = () => {} }: AtOnceOptions = {},
): Promise<Forest[]> {
  if (threads < 2 || jobs.length < 2) {
    return jobs.map((job, index) => fitForest(job, (...progress) => onTree(index, ...progress)));
  }
  const forests: Forest[] = [];
  // One iterator for all threads: each takes the job that is next.
  const queue = jobs.entries();
  const workers = Array.from({ length: Math.min(threads, jobs.length) }, () => startWorker(onTree));
  try {
    await Promise.all(
      workers.map(async ({ fit }) => {
        for (const [index, job] of queue) forests[index] = await fit(index, job);
      }),
    );
  } finally {
    await Promise.all(workers.map(({ stop }) => stop()));
  }
  return forests;
}

type OnTree = (grown: number, of: number, progress?: TreeProgress) => void;

function fitForest(job: ForestJob, onTree: OnTree): Forest {
  switch (job.trainer) {
    case 'boost':
      return boost({ ...job, onTree });
    case 'random-forest':
      return fitRandomForest({ ...job, onTree });
    case 'extra-trees':
      return fitExtraTrees({ ...job, onTree });
  }
}

interface Order {
  readonly index: number;
  readonly job: ForestJob;
}

type Report =
  | { readonly kind: 'tree'; readonly index: number; readonly progress: Parameters<OnTree> }
  | { readonly kind: 'forest'; readonly forest: Forest }
  | { readonly kind: 'failure'; readonly reason: string };

/** What tells such a thread from those of others who load this file. */
const FITS_FORESTS = 'wattmesh fits forests';

function startWorker(onTree: NonNullable<AtOnceOptions['onTree']>) {
  // This very file: in the built lab, the whole of it.
  const worker = new Worker(import.meta.filename, { workerData: FITS_FORESTS });
  const fit = (index: number, job: ForestJob): Promise<Forest> =>
    new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        worker.off('message', onMessage).off('error', onError);
        act();
      };
      const onError = (error: unknown): void => settle(() => reject(error));
      const onMessage = (report: Report): void => {
        if (report.kind === 'tree') onTree(report.index, ...report.progress);
        else if (report.kind === 'forest') settle(() => resolve(report.forest));
        else settle(() => reject(new Error(`job ${index} (${job.trainer}): ${report.reason}`)));
      };
      worker.on('message', onMessage).once('error', onError);
      const order: Order = { index, job };
      worker.postMessage(order);
    });
  return { fit, stop: () => worker.terminate() };
}

if (!isMainThread && workerData === FITS_FORESTS) {
  const report = (message: Report): void => parentPort?.postMessage(message);
  parentPort?.on('message', ({ index, job }: Order) => {
    try {
      const forest = fitForest(job, (...progress) => report({ kind: 'tree', index, progress }));
      report({ kind: 'forest', forest });
    } catch (error) {
      report({ kind: 'failure', reason: error instanceof Error ? error.message : String(error) });
    }
  });
}
