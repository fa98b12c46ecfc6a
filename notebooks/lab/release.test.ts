import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadDayAhead } from '../../models/load-day-ahead/model.ts';
import { Golden, Release } from '../../models/release.ts';
import { figuresOf, withFigures } from './card.ts';
import { trainingEnergy } from './energy.ts';
import { attr, INPUT, modelBytes } from './onnx/graph.ts';
import { type Candidate, verdicts, writeRelease } from './release.ts';

/** A graph that answers the level for every head: enough to be released. */
const heads = loadDayAhead.heads.map(({ name }) => name);
const onnx = modelBytes({
  name: 'level',
  features: loadDayAhead.features.length,
  nodes: heads.map((output) => ({ op: 'Gather', inputs: [INPUT, 'level'], output, attributes: [attr.int('axis', 1)] })),
  constants: [{ name: 'level', value: 0, type: 'int64' }],
  outputs: heads,
});
const candidate: Candidate = {
  model: loadDayAhead,
  onnx,
  featureSha256: 'a'.repeat(64),
  trainingSha256: Promise.resolve('c'.repeat(64)),
  trainedAt: '2026-11-20T10:00:00Z',
  seed: 1,
  data: {
    description: 'made up',
    simulated: true,
    from: '2023-01-01T00:00:00Z',
    to: '2024-01-01T00:00:00Z',
    rows: 8_760,
    sha256: 'b'.repeat(64),
  },
  x: Float32Array.from({ length: 20 * loadDayAhead.features.length }, (_, i) => 40_000 + i),
  energy: trainingEnergy({ cpuSeconds: 10 }),
  metrics: { judged_mape_percent: 1.623456789, judged_mae_over_baseline: 0.4, judged_coverage_80: 0.8 },
};

const home = mkdtempSync(join(tmpdir(), 'release-'));
afterAll(() => rmSync(home, { recursive: true }));
const contents = (folder: string) =>
  readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('hex'));

describe('a release', () => {
  it('holds the graph, what it is and what it must answer', async () => {
    const folder = join(home, 'first');
    const { id } = await writeRelease(folder, candidate);
    expect(readdirSync(folder).sort()).toEqual(['README.md', 'golden.json', 'model.onnx', 'release.json']);
    const release = Release.parse(JSON.parse(readFileSync(join(folder, 'release.json'), 'utf8')));
    expect(release).toMatchObject({
      id,
      trained_at: '2026-11-20T10:00:00Z',
      metrics: { judged_mape_percent: 1.62346 },
    });
    expect(id).toBe(`2026-11-20-${release.onnx_sha256.slice(0, 8)}`);
    const golden = Golden.parse(JSON.parse(readFileSync(join(folder, 'golden.json'), 'utf8')));
    expect(golden.cases.length).toBe(4 * 24 + 23 + 25);
    expect(golden.cases.every(({ features, outputs }) => outputs.every((hex) => hex === features[0]))).toBe(true);
  });

  it('writes its figures into the card, and leaves what people wrote', async () => {
    const folder = join(home, 'card');
    mkdirSync(folder);
    writeFileSync(join(folder, 'README.md'), '# Tomorrow\n\nFor planning.\n');
    const release = await writeRelease(folder, candidate);
    const first = readFileSync(join(folder, 'README.md'), 'utf8');
    expect(first).toMatch(/^# Tomorrow\n\nFor planning\.\n/);
    expect(first).toContain(figuresOf(release));
    expect(first).toContain('| judged_mape_percent | ≤ 2.01 | 1.623 |');
    expect(withFigures(`${first}\n## Limits\n`, release)).toBe(`${first}\n## Limits\n`);
  });

  it('knows its features and its answers season by season, when its rows have a time', async () => {
    const at = Float64Array.from({ length: 20 }, (_, i) => Date.UTC(2023, 5, 21 + i, 10));
    const { sketches } = await writeRelease(join(home, 'seasons'), { ...candidate, at });
    const seasons = [sketches.features[0], sketches.heads[0]].map((sketch) => sketch?.seasons);
    expect(seasons.map((one) => one && Object.keys(one))).toEqual([['summer'], ['summer']]);
    expect(seasons[0]?.summer?.usual.map(({ days, stretches }) => [days, stretches])).toEqual([[7, 2]]);
  });

  it('is the same to the byte when trained again, later', async () => {
    const folder = join(home, 'again');
    await writeRelease(folder, candidate);
    const before = contents(folder);
    await writeRelease(folder, {
      ...candidate,
      trainedAt: '2027-01-01T00:00:00Z',
      energy: trainingEnergy({ cpuSeconds: 11 }),
    });
    expect(contents(folder)).toEqual(before);
  });

  it('is refused, and nothing written, when a gate is not passed', async () => {
    const folder = join(home, 'refused');
    const poor = {
      ...candidate,
      metrics: { ...candidate.metrics, judged_mape_percent: 4.2, judged_coverage_80: 0.95 },
    };
    await expect(writeRelease(folder, poor)).rejects.toThrow(
      'load-day-ahead is not released: judged_mape_percent is 4.2, want at most 2.01; judged_coverage_80 is 0.95, want at least 0.78 and at most 0.82',
    );
    expect(readdirSync(home)).not.toContain('refused');
  });

  it('is not let through by a metric that nobody measured', () => {
    expect(verdicts([{ metric: 'judged_mae_mw', atMost: 2_000 }], {})).toEqual([
      { metric: 'judged_mae_mw', at_most: 2_000, got: null, passed: false },
    ]);
  });
});
