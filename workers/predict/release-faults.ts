// What the papers of a release say that its model, its bytes or themselves do not bear out. Every fault, each in a sentence. Pure.
import type { Gate } from '../../models/model.ts';
import type { GateVerdict, Golden, Release } from '../../models/release.ts';
import { Sketches } from '../../models/sketch.ts';
import type { Fault } from '../mesh/result.ts';
import type { Judged } from './live-release.ts';

export function faultsIn(
  model: Judged,
  release: Release,
  golden: Golden,
  { onnxSha256, featureSha256 }: { readonly onnxSha256: string; readonly featureSha256: string },
): Fault[] {
  const heads = model.heads.map(({ name }) => name);
  const pairs = [
    ['/release/model', 'the model of release.json', release.model, model.id],
    ['/release/id', 'the end of the id of release.json', release.id.slice(-8), release.onnx_sha256.slice(0, 8)],
    ['/onnx', 'the sha256 of model.onnx', onnxSha256, release.onnx_sha256],
    ['/release/feature_sha256', 'the sha256 of the feature code', featureSha256, release.feature_sha256],
    ['/golden/onnx_sha256', 'the onnx_sha256 of golden.json', golden.onnx_sha256, release.onnx_sha256],
    ['/golden/feature_sha256', 'the feature_sha256 of golden.json', golden.feature_sha256, release.feature_sha256],
  ] as const;
  const wrong = pairs
    .filter(([, , got, want]) => got !== want)
    .map(([pointer, what, got, want]) => ({
      pointer,
      detail: `${what} is ${got}, want ${want}. Run the notebook of ${model.id} again`,
    }));
  return [
    ...wrong,
    ...columnFault('features', release.features, model.features),
    ...columnFault('heads', release.heads, heads),
    ...gateFaults(model.gates, release.gates),
  ];
}

/** What nobody who answers looks at, and cannot be mended once it is kept. */
export function paperFaults(release: Release, onnxBytes: number): Fault[] {
  const { id, trained_at: trainedAt, onnx_bytes: saidBytes, metrics, gates } = release;
  const pairs = [
    ['/release/onnx_bytes', 'onnx_bytes of release.json', saidBytes, onnxBytes, 'the length of model.onnx'],
    ['/release/id', 'the day in the id of release.json', id.slice(0, 10), trainedAt.slice(0, 10), 'that of trained_at'],
    ...gates.map(({ metric, got }, i) => {
      const measured = Object.hasOwn(metrics, metric) ? (metrics[metric] ?? null) : null;
      return [`/release/gates/${i}/got`, `what its gate ${metric} got`, got, measured, 'as metrics say'] as const;
    }),
  ] as const;
  const wrong = pairs
    .filter(([, , got, want]) => got !== want)
    .map(([pointer, what, got, want, as]) => ({ pointer, detail: `${what} is ${got}, want ${want}, ${as}` }));
  return [...wrong, ...seasonFaults(release)];
}

/** Papers can be read but for their seasons: those are drift's alone. */
function seasonFaults({ sketches }: Release): Fault[] {
  const [first] = Sketches.safeParse(sketches).error?.issues ?? [];
  return first
    ? [
        {
          pointer: `/release/sketches/${first.path.join('/')}`,
          detail: `release.json is not readable: ${first.message}`,
        },
      ]
    : [];
}

/** There may be hundreds of them: the first that is another says enough. */
function columnFault(what: string, got: readonly string[], want: readonly string[]): Fault[] {
  const length = Math.max(got.length, want.length);
  const at = Array.from({ length }, (_, i) => i).find((i) => got[i] !== want[i]);
  if (at === undefined) return [];
  const detail = `the ${what} of release.json are others: number ${at + 1} of ${got.length} is ${got[at]}, want ${want[at]} of ${want.length}`;
  return [{ pointer: `/release/${what}`, detail }];
}

/** What a gate lets through, the model says today: neither the verdict nor the bound of whoever wrote the papers. */
function gateFaults(gates: readonly Gate[], verdicts: readonly GateVerdict[]): Fault[] {
  const names = (some: readonly { readonly metric: string }[]) => some.map(({ metric }) => metric).join();
  const pointer = '/release/gates';
  if (names(verdicts) !== names(gates)) {
    return [{ pointer, detail: `its gates are ${names(verdicts)}, the model asks for ${names(gates)}` }];
  }
  return gates.flatMap(({ metric, atMost, atLeast }, i) => {
    const { got = null, passed } = verdicts[i] ?? { passed: false };
    const isWithin = got !== null && got <= (atMost ?? got) && got >= (atLeast ?? got);
    return passed && isWithin
      ? []
      : [{ pointer: `${pointer}/${i}`, detail: `its gate ${metric} did not pass: got ${got}` }];
  });
}
