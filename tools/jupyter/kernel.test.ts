import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLab } from '../build-lab.ts';
import { type Kernel, startKernel } from './kernel.ts';
import { collectOutputs } from './notebook.ts';

let kernel: Kernel;
beforeAll(async () => {
  await buildLab();
  kernel = await startKernel({ env: { WATTMESH_NOTEBOOKS: 'quick' }, timeoutMs: 20_000 });
});
afterAll(() => kernel.stop());

async function run(code: string) {
  const outputs = collectOutputs((text) => text);
  const { ok } = await kernel.execute(code, outputs.hear);
  return { ok, outputs: outputs.list, complaint: outputs.complaint };
}

describe('a notebook kernel', () => {
  it('runs TypeScript and keeps what it printed and showed', async () => {
    expect(
      await run("import * as tslab from 'tslab';\nconsole.log('two', 1 + 1);\ntslab.display.markdown('# Hm');"),
    ).toEqual({
      ok: true,
      outputs: [
        { output_type: 'stream', name: 'stdout', text: ['two 2\n'] },
        { output_type: 'display_data', data: { 'text/markdown': ['# Hm'] }, metadata: {} },
      ],
      complaint: '',
    });
  });

  it('runs under a Node that reads our sources, told how much to do', async () => {
    const { outputs } = await run(
      'console.log(Number(process.versions.node.split(".")[0]) >= 22, process.env.WATTMESH_NOTEBOOKS)',
    );
    expect(outputs).toEqual([{ output_type: 'stream', name: 'stdout', text: ['true quick\n'] }]);
  });

  it('imports the lab with its types: a wrong name of a series does not compile', async () => {
    const right = await run(
      [
        "import { models } from '@wattmesh/lab';",
        "type Weather = 'weather-day-ahead/temperature_mean_celsius' | 'weather-day-ahead/temperature_min_celsius' | 'weather-day-ahead/temperature_max_celsius';",
        "type Input = 'consumption/load_mw' | Weather;",
        "const target: Input = models['load-day-ahead'].target;",
      ].join('\n'),
    );
    expect(right).toMatchObject({ ok: true, complaint: '' });
    const wrong = await run("const other: 'consumption/wind_mw' = models['load-day-ahead'].target;");
    expect(wrong.ok).toBe(false);
    expect(wrong.complaint).toContain(`Type '"consumption/load_mw"' is not assignable to type '"consumption/wind_mw"'`);
  });

  it.each([
    ['a throw', "throw new Error('no data')", 'no data'],
    ['a rejected await', "await Promise.reject(new Error('gone'))", 'gone'],
    ['a type error', "const count: number = 'many';", "Type 'string' is not assignable to type 'number'"],
  ])('fails on %s, and says why', async (_, code, reason) => {
    const { ok, complaint } = await run(code);
    expect(ok).toBe(false);
    expect(complaint).toContain(reason);
  });

  it('ends in the middle of a cell when it is stopped, and the cell fails', async () => {
    const failed = expect(run('await new Promise((done) => setTimeout(done, 60_000));')).rejects.toThrow(
      'the kernel ended',
    );
    await kernel.stop();
    await failed;
  });
});
