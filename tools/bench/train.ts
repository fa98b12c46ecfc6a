// Our boosting beside xgboost: the same rows, the same parameters, one thread each, in one run.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type Random, randomFrom } from '../../notebooks/lab/random.ts';
import { boost } from '../../notebooks/lab/trees/boost.ts';
import { squared } from '../../notebooks/lab/trees/loss.ts';
import { predictForest } from '../../notebooks/lab/trees/tree.ts';
import { ROOT } from '../root.ts';
import { median } from './median.ts';

const ROWS = 70_000;
const FEATURES = 30;
/** Of what no feature tells: no RMSE can be below it. */
const NOISE = 2;
const REPEATS = 5;
const PARAMETERS = { trees: 300, leaves: 31, learningRate: 0.05, lambda: 1, minRows: 20 } as const;

const Trained = z.object({ seconds: z.number(), processorSeconds: z.number(), rmse: z.number() });
type Trained = z.infer<typeof Trained>;

export interface TrainResult {
  readonly rows: number;
  readonly features: number;
  readonly parameters: typeof PARAMETERS;
  readonly repeats: number;
  readonly noise: number;
  /** Medians; the time to cut columns into bins is in them. */
  readonly wattmesh: Trained;
  /** Null where this machine has none. */
  readonly xgboost: Trained | null;
  /** Ours by theirs: medians of processor seconds. */
  readonly timesAsLong: number | null;
}

interface Rows {
  readonly x: Float32Array;
  readonly y: Float64Array;
}

export async function benchTrain({ python = process.env['PYTHON'] ?? 'python3' } = {}): Promise<TrainResult> {
  const folder = await mkdtemp(join(tmpdir(), 'wattmesh-bench-'));
  try {
    const [seen, unseen] = [rowsFrom(1), rowsFrom(2)];
    const hasXgboost = spawnSync(python, ['-c', 'import numpy, xgboost']).status === 0;
    const files = { x: seen.x, y: seen.y, unseen: unseen.x, truth: unseen.y };
    if (hasXgboost) {
      for (const [name, numbers] of Object.entries(files)) {
        await writeFile(join(folder, name), new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
      }
    }
    // Once for nothing: the compiler learns what is hot. Then in turn, so that a noisy minute of the machine touches both.
    trainOurs(seen, unseen);
    const ours: Trained[] = [];
    const theirs: Trained[] = [];
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      ours.push(trainOurs(seen, unseen));
      if (hasXgboost) theirs.push(trainXgboost(python, folder));
    }
    const [wattmesh, xgboost] = [mediansOf(ours), hasXgboost ? mediansOf(theirs) : null];
    return {
      rows: ROWS,
      features: FEATURES,
      parameters: PARAMETERS,
      repeats: REPEATS,
      noise: NOISE,
      wattmesh,
      xgboost,
      timesAsLong: xgboost && wattmesh.processorSeconds / xgboost.processorSeconds,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function trainOurs({ x, y }: Rows, unseen: Rows): Trained {
  const started = performance.now();
  const processor = process.cpuUsage();
  const forest = boost({ ...PARAMETERS, x, features: FEATURES, target: y, loss: squared(), seed: 1 });
  const { user, system } = process.cpuUsage(processor);
  const seconds = (performance.now() - started) / 1_000;
  const said = predictForest(forest, unseen.x, FEATURES);
  const squares = said.map((value, i) => (value - unseen.y[i]!) ** 2);
  const rmse = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / ROWS);
  return { seconds, processorSeconds: (user + system) / 1_000_000, rmse };
}

function trainXgboost(python: string, folder: string): Trained {
  const script = join(ROOT, 'tools', 'bench', 'train-xgboost.py');
  const options = JSON.stringify({ ...PARAMETERS, features: FEATURES });
  const { status, stdout, stderr } = spawnSync(python, [script, folder, options], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`xgboost ended with ${status}: ${stderr}`);
  return Trained.parse(JSON.parse(stdout));
}

function mediansOf(runs: readonly Trained[]): Trained {
  const of = (key: keyof Trained): number => median(runs.map((run) => run[key]));
  return { seconds: of('seconds'), processorSeconds: of('processorSeconds'), rmse: of('rmse') };
}

/** Friedman 1991 among columns that say nothing. */
function rowsFrom(seed: number): Rows {
  const random = randomFrom(seed);
  const x = Float32Array.from({ length: ROWS * FEATURES }, () => random.next());
  const y = Float64Array.from({ length: ROWS }, (_, i) => {
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = x.subarray(FEATURES * i, FEATURES * i + 5);
    return 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e + NOISE * gauss(random);
  });
  return { x, y };
}

/** Sum of twelve: mean 0, deviation 1. */
function gauss(random: Random): number {
  let sum = -6;
  for (let k = 0; k < 12; k++) sum += random.next();
  return sum;
}
