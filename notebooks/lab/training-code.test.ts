import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BESIDE_THE_LAB } from './cell-sources.ts';
import { trainingSha256 } from './training-code.ts';

const CELL = "import { fitSketch, lineChart, models } from '@wattmesh/lab';\nconst seed: number = 48;\n";
const PROJECT = {
  'data/time.ts': 'export const DAY = 24;',
  'data/catalogue.gen.ts': 'export const datasets = { load: 1 };',
  'models/catalogue.gen.ts': "import { other } from './other/model.ts';\nexport const models = { other };",
  'models/history.ts': 'export const rowAt = (at: number) => at;',
  'models/sketch/model.ts': 'export const sketch = { gates: [2.01] };',
  'models/other/model.ts': 'export const other = { gates: [0.9] };',
  'notebooks/lab/sketch.ts': [
    "import { datasets } from '../../data/catalogue.gen.ts';",
    "import { halves } from './halves.ts';",
    'export const fitSketch = () => halves(400 * datasets.load);',
  ].join('\n'),
  'notebooks/lab/halves.ts': 'export const halves = (of: number) => of / 2;',
  'notebooks/lab/cluster.ts': 'console.log(1);\nexport const fitCluster = () => 3;',
  'notebooks/lab/plots/line-chart.ts': "export const lineChart = () => 'blue';",
};
type Path = keyof typeof PROJECT;

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => void rmSync(folder, { recursive: true })));

/** A project of its own, elsewhere each time, with a file or the notebook changed. */
function hashOf(files: Partial<Record<Path, string>> = {}, { cell = CELL, prose = 'why', outputs = [''] } = {}) {
  const root = mkdtempSync(join(tmpdir(), `training code ${folders.length}-`));
  folders.push(root);
  const cells = [
    { cell_type: 'markdown', source: [prose] },
    { cell_type: 'code', source: cell.split(/(?<=\n)/), outputs },
    { cell_type: 'code', source: ['await fitSketch();'] },
  ];
  const all = { ...PROJECT, ...files, 'notebooks/sketch.ipynb': JSON.stringify({ cells }) };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return trainingSha256('sketch', root);
}

describe('the code that trained a release', async () => {
  const before = await hashOf();

  it('is the same wherever the project stands', async () => {
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashOf()).toBe(before);
    expect(Object.keys(PROJECT)).toEqual(expect.arrayContaining([...BESIDE_THE_LAB]));
  });

  it('is other code when a cell, the model or what a cell reaches is', async () => {
    const others = await Promise.all([
      hashOf({}, { cell: CELL.replace('48', '49') }),
      hashOf({ 'models/sketch/model.ts': 'export const sketch = { gates: [2.02] };' }),
      hashOf({ 'notebooks/lab/sketch.ts': PROJECT['notebooks/lab/sketch.ts'].replace('400', '401') }),
      hashOf({ 'notebooks/lab/halves.ts': 'export const halves = (of: number) => of / 3;' }),
    ]);
    expect(new Set([before, ...others]).size).toBe(5);
  });

  it('is the same code with other prose, outputs, comments and types', async () => {
    const cell = CELL.replace(': number', '').replace('48;', '48; // of hours');
    expect(await hashOf({}, { cell, prose: 'because', outputs: ['3.4 %'] })).toBe(before);
    const halves = `/** Of two. */\n${PROJECT['notebooks/lab/halves.ts']}\nexport type Half = number;`;
    expect(await hashOf({ 'notebooks/lab/halves.ts': halves })).toBe(before);
  });

  it('is the same code when what it does not reach, draws with, or takes from the catalogues changes', async () => {
    expect(await hashOf({ 'notebooks/lab/cluster.ts': 'console.log(2);\nexport const fitCluster = () => 4;' })).toBe(
      before,
    );
    expect(await hashOf({ 'notebooks/lab/plots/line-chart.ts': "export const lineChart = () => 'red';" })).toBe(before);
    expect(await hashOf({ 'data/catalogue.gen.ts': 'export const datasets = { load: 2 };' })).toBe(before);
    expect(await hashOf({ 'models/other/model.ts': 'export const other = { gates: [0.8] };' })).toBe(before);
  });
});
