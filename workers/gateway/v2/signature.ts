// What a model's graph takes and gives, as the protocol shows it: one tensor of feature rows in, a column for each head out. Pure.
import type { ModelDefinition } from '../../../models/model.ts';

/** Of every graph: the ONNX writer of the lab names it so, and the contract of v2 holds each release to it. */
export const INPUT = 'features';

export interface TensorShape {
  readonly name: string;
  readonly datatype: 'FP32';
  /** -1: as many rows as are asked. */
  readonly shape: readonly [-1, number];
}

export const inputOf = ({ features }: Pick<ModelDefinition, 'features'>): TensorShape => ({
  name: INPUT,
  datatype: 'FP32',
  shape: [-1, features.length],
});

export const outputsOf = ({ heads }: Pick<ModelDefinition, 'heads'>): readonly TensorShape[] =>
  heads.map(({ name }) => ({ name, datatype: 'FP32', shape: [-1, 1] }));
