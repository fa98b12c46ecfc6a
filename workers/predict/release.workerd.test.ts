// Every release in the runtime it answers from: same features, same outputs, and no answer from a release that was touched.
import { describe, expect, it } from 'vitest';
import { FEATURE_SHA256, models } from '../../models/catalogue.gen.ts';
import { float32Hex, float32Of } from '../../models/float32.ts';
import type { ModelDefinition } from '../../models/model.ts';
import { rehearsalFacts, rehearsalQuestions, rehearsedRow } from '../../models/rehearsal.ts';
import { Golden, Release } from '../../models/release.ts';
import { tensorOf } from '../../models/tensor.ts';
import { openRelease } from './live-release.ts';
import type { ReleaseFiles } from './papers.ts';
import { releases } from './releases.gen.ts';

const releaseOf = (files: ReleaseFiles) => Release.parse(JSON.parse(files.release));
const goldenOf = (files: ReleaseFiles) => Golden.parse(JSON.parse(files.golden));
const ids = Object.keys(releases) as (keyof typeof releases)[];

/** The questions of the golden vectors, asked again here. */
function rehearsed(model: ModelDefinition) {
  if (model.kind === 'record') return model.examples.map(({ what, input }) => ({ what, row: model.row(input) }));
  const facts = rehearsalFacts(model);
  return rehearsalQuestions(model).map((asked) => ({ what: asked.what, row: rehearsedRow(model, facts, asked) }));
}

describe.each(ids)('the release of %s', (id) => {
  const model: ModelDefinition = models[id];
  const files = releases[id];
  const golden = goldenOf(files);

  it('answers its golden vectors', async () => {
    const live = await openRelease(model, files, FEATURE_SHA256[id]);
    expect(live).not.toHaveProperty('refused');
  });

  it('makes the same features here as where it was trained, to the bit of a Float32', () => {
    const rows = rehearsed(model).map(({ row, ...question }) => ({
      ...question,
      features: [...tensorOf(model.features, [row])].map(float32Hex),
    }));
    expect(rows).toEqual(golden.cases.map(({ what, features }) => ({ what, features })));
  });

  it('rehearses what is missing without being lost in it', () => {
    const missing = golden.cases.map(
      ({ features }) => features.filter((bits) => bits === float32Hex(Number.NaN)).length,
    );
    expect(Math.max(...missing)).toBeGreaterThan(0);
    expect(Math.min(...missing)).toBeLessThan(model.features.length);
    expect(golden.cases.flatMap(({ outputs }) => outputs)).not.toContain(float32Hex(Number.NaN));
  });
});

it('all releases may be opened at once, and asked at once', async () => {
  const opened = await Promise.all(ids.map((id) => openRelease(models[id], releases[id], FEATURE_SHA256[id])));
  expect(opened.filter((live) => 'refused' in live)).toEqual([]);
  const answers = await Promise.all(
    opened.flatMap((live, i) => {
      const [first] = goldenOf(releases[ids[i]!]).cases;
      const row = Float32Array.from(first!.features, float32Of);
      return 'graph' in live ? [live.graph.run(row), live.graph.run(row)] : [];
    }),
  );
  expect(answers.filter((_, i) => i % 2 === 0)).toEqual(answers.filter((_, i) => i % 2 === 1));
});

describe('a release that was touched does not answer', () => {
  const [id] = ids;
  const model = models[id!];
  const files = releases[id!];
  const hash = FEATURE_SHA256[id!];
  const papers = releaseOf(files);
  const withPapers = (changed: object) => ({ ...files, release: JSON.stringify({ ...papers, ...changed }) });
  const refusal = async (...asked: Parameters<typeof openRelease>) => {
    const live = await openRelease(...asked);
    return 'refused' in live ? live.refused : null;
  };

  it('when a byte of its graph is another', async () => {
    const onnx = files.onnx.slice(0);
    new Uint8Array(onnx)[onnx.byteLength - 1]! ^= 1;
    expect(await refusal(model, { ...files, onnx }, hash)).toMatch(
      new RegExp(
        `the sha256 of model.onnx is [0-9a-f]{64}, want ${papers.onnx_sha256}. Run the notebook of ${id} again`,
      ),
    );
  });

  it('when the code of its features is another', async () => {
    expect(await refusal(model, files, 'f'.repeat(64))).toMatch('the sha256 of the feature code is ffff');
  });

  it('when it was trained on other columns', async () => {
    const features = [...model.features].reverse();
    expect(await refusal({ ...model, features }, files, hash)).toMatch(
      /^the features of release.json are others: number 1 of \d+ is \w+, want \w+ of \d+$/,
    );
  });

  it('when it answers a golden vector otherwise than by the last bits', async () => {
    const golden = goldenOf(files);
    golden.cases[7]!.outputs[0] = float32Hex(50_000);
    expect(await refusal(model, { ...files, golden: JSON.stringify(golden) }, hash)).toMatch(
      /^golden case .* \w+ is \d+.*, want 50000/,
    );
  });

  it('when a gate of the model is missing in its papers', async () => {
    const gates = papers.gates.slice(1);
    expect(await refusal(model, withPapers({ gates }), hash)).toMatch(/^its gates are .*, the model asks for/);
  });

  it('when a gate did not pass', async () => {
    const gates = papers.gates.map((gate) => ({ ...gate, passed: false }));
    expect(await refusal(model, withPapers({ gates }), hash)).toMatch(/^its gate \w+ did not pass: got \d/);
  });

  it('when its papers are not readable, or there is none', async () => {
    expect(await refusal(model, withPapers({ id: 1 }), hash)).toMatch('release.json is not readable: Invalid input');
    expect(await refusal(model, { ...files, golden: '[]' }, hash)).toMatch(
      'golden.json is not readable: Invalid input',
    );
    expect(await refusal(model, { ...files, release: 'model: city' }, hash)).toMatch(
      /^release.json is not readable: got no JSON: SyntaxError/,
    );
    expect(await openRelease(model, undefined, hash)).toMatchObject({ refused: 'no release yet', missing: true });
  });

  it('when its graph is no graph, whatever its hash says', async () => {
    const onnx = new Uint8Array([8, 10]).buffer;
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', onnx));
    const onnx_sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    const golden = JSON.stringify({ ...goldenOf(files), onnx_sha256 });
    expect(await refusal(model, { ...withPapers({ onnx_sha256 }), golden, onnx }, hash)).toMatch(
      'the graph does not load',
    );
  });
});
