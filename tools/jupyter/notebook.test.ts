import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../root.ts';
import { collectOutputs, Notebook } from './notebook.ts';

const message = (type: string, content: Record<string, unknown>) => ({ id: '1', type, answers: '0', content });

describe('outputs of a cell', () => {
  it('joins what is printed in pieces, and keeps stdout and stderr apart', () => {
    const outputs = collectOutputs((text) => text);
    for (const [name, text] of [
      ['stdout', 'a\n'],
      ['stdout', 'b'],
      ['stderr', 'c'],
      ['stdout', 'd'],
    ] as const) {
      outputs.hear(message('stream', { name, text }));
    }
    expect(outputs.list.map((output) => [output['name'], output['text']])).toEqual([
      ['stdout', ['a\n', 'b']],
      ['stderr', ['c']],
      ['stdout', ['d']],
    ]);
    expect(outputs.complaint).toBe('c');
  });

  it('updates a display in place: progress leaves its last state', () => {
    const outputs = collectOutputs((text) => text);
    const show = (type: string, text: string) =>
      outputs.hear(message(type, { data: { 'text/plain': text }, metadata: {}, transient: { display_id: 'bar' } }));
    show('display_data', '10 %');
    show('update_display_data', '100 %');
    expect(outputs.list).toEqual([{ output_type: 'display_data', data: { 'text/plain': ['100 %'] }, metadata: {} }]);
  });

  it('knows the releases that a notebook says it wrote', () => {
    const outputs = collectOutputs((text) => text);
    const print = (text: string) => outputs.hear(message('stream', { name: 'stdout', text }));
    print('a release is refused above 2 %\n');
    print('models/load-day-ahead: release 2026-11-');
    print('20-0f3a9c71\n');
    expect(outputs.releases).toEqual(['models/load-day-ahead: release 2026-11-20-0f3a9c71']);
  });

  it('takes this machine out of what is kept', () => {
    const outputs = collectOutputs((text) => text.replaceAll('/home/ada/wattmesh', '.'));
    outputs.hear(message('stream', { name: 'stderr', text: 'at /home/ada/wattmesh/models/x.ts' }));
    expect(outputs.list[0]?.['text']).toEqual(['at ./models/x.ts']);
  });
});

const folder = join(ROOT, 'notebooks');
const notebooks = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));

describe.each(notebooks)('%s as committed', (name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  const cells = Notebook.parse(JSON.parse(text)).cells.filter((cell) => cell.cell_type === 'code');

  it('was run from top to bottom without an error', () => {
    expect(cells.map((cell) => cell.execution_count)).toEqual(cells.map((_, i) => i + 1));
    expect(cells.flatMap((cell) => cell.outputs ?? []).filter((output) => output['name'] === 'stderr')).toEqual([]);
  });

  it('says nothing of the machine it was run on, and was run on measured data', () => {
    expect(text).not.toMatch(/(?<![\w.])\/(home|root|tmp|Users|usr|work|opt|var|private)\//);
    expect(text).not.toContain('SIMULATED: nothing measured here may be quoted\\n');
  });
});
