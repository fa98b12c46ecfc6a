// What stands beside a model's ONNX file: release.json (what it is, how it did) and golden.json (what it must answer).
import { z } from 'zod';
import { UnreadSketch } from './sketch.ts';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const IsoInstant = z.iso.datetime();

/** A gate of the model and what the release reached: `got` is null when the metric could not be measured. */
export const GateVerdict = z.strictObject({
  metric: z.string(),
  at_most: z.number().optional(),
  at_least: z.number().optional(),
  got: z.number().nullable(),
  passed: z.boolean(),
});
export type GateVerdict = z.infer<typeof GateVerdict>;

export const Release = z.strictObject({
  /** `<day of training>-<first 8 of the ONNX sha256>`: immutable. */
  id: z.string().regex(/^\d{4}-\d\d-\d\d-[0-9a-f]{8}$/),
  model: z.string(),
  trained_at: IsoInstant,
  seed: z.int(),
  data: z.strictObject({
    description: z.string(),
    simulated: z.boolean(),
    from: IsoInstant,
    to: IsoInstant,
    rows: z.int().positive(),
    sha256: Sha256,
  }),
  /** Of model.onnx, byte for byte. */
  onnx_sha256: Sha256,
  onnx_bytes: z.int().positive(),
  opset: z.record(z.string(), z.int()),
  /** Of the bundled, minified module graph of model.ts. */
  feature_sha256: Sha256,
  /** Of what trained it: the code cells of the notebook and the sources that they reach. */
  training_sha256: Sha256,
  /** What training cost, as estimated. */
  energy: z.strictObject({
    cpu_seconds: z.number().nonnegative(),
    kwh: z.number().nonnegative(),
    g_co2e: z.number().nonnegative(),
    method: z.string(),
  }),
  features: z.array(z.string()).min(1),
  heads: z.array(z.string()).min(1),
  metrics: z.record(z.string(), z.number()),
  gates: z.array(GateVerdict).min(1),
  /** How features and outputs were distributed where the release was made. Their seasons are thousands of figures: not read here. */
  sketches: z.strictObject({ features: z.array(UnreadSketch).min(1), heads: z.array(UnreadSketch).min(1) }),
});
export type Release = z.infer<typeof Release>;

/** Big-endian bits of a Float32: NaN and the last bit survive JSON. */
const Float32Hex = z.string().regex(/^[0-9a-f]{8}$/);

/** One question of the rehearsal (rehearsal.ts makes its past), the feature row it gives and the answer of the graph. */
export const GoldenCase = z.strictObject({
  what: z.string(),
  entity: z.string().optional(),
  valid_at: IsoInstant.optional(),
  issued_at: IsoInstant.optional(),
  /** Of a record model: the input itself. */
  input: z.record(z.string(), z.json()).optional(),
  features: z.array(Float32Hex),
  /** One per head. */
  outputs: z.array(Float32Hex),
});
export type GoldenCase = z.infer<typeof GoldenCase>;

export const Golden = z.strictObject({
  model: z.string(),
  onnx_sha256: Sha256,
  feature_sha256: Sha256,
  cases: z.array(GoldenCase).min(1),
});
export type Golden = z.infer<typeof Golden>;
