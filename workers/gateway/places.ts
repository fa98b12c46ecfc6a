// The key columns other than time, as query parameters: `area=FR,FR-IDF` where the words are known, `turbine_id=T001` where any may be. From the definition. Pure.
import type { z } from '@hono/zod-openapi';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { type Field, fieldsOf } from '../../data/field.ts';
import { instantParam, valueParam, wordParam, wordsParam } from './params.ts';

export type Places = Readonly<Record<string, readonly (string | number)[]>>;
type Asked = Readonly<Record<string, unknown>>;

/** Any number of the words that are known, separated by commas; else one value, as it stands. */
export const placesParams = (definition: DatasetDefinition): Record<string, z.ZodType> =>
  Object.fromEntries(
    keysOf(definition).map((field) => [
      field.name,
      field.words ? wordsParam(field.words, 'Only these').optional() : equalParam(field),
    ]),
  );

/** One of each: the first of the words that are known when absent; all values together where any may be. */
export const placeParams = (definition: DatasetDefinition): Record<string, z.ZodType> =>
  Object.fromEntries(
    keysOf(definition).map((field) => {
      const [first, ...more] = field.words ?? [];
      if (first === undefined) return [field.name, equalParam(field)];
      return [field.name, wordParam([first, ...more], `${first} when absent`).optional()];
    }),
  );

export const placesIn = (definition: DatasetDefinition, asked: Asked): Places =>
  Object.fromEntries(
    keysOf(definition).flatMap(({ name }) => {
      const value = asked[name];
      if (Array.isArray(value)) return [[name, value.map(String)]];
      return typeof value === 'string' || typeof value === 'number' ? [[name, [value]]] : [];
    }),
  );

export const placeIn = (definition: DatasetDefinition, asked: Asked): Readonly<Record<string, string | number>> =>
  Object.fromEntries(
    keysOf(definition).flatMap(({ name, words }) => {
      const value = asked[name] ?? words?.[0];
      return typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [];
    }),
  );

/** Those whose values are no closed list: how many rows a window holds nobody can say. */
export const isOpen = ({ key, timeColumn, places }: DatasetDefinition): boolean =>
  key.some((name) => name !== timeColumn && places[name] === undefined);

const keysOf = (definition: DatasetDefinition): readonly Field[] =>
  fieldsOf(definition).filter(({ name, required }) => required && name !== definition.timeColumn);

function equalParam(field: Field): z.ZodType {
  if (field.kind !== 'instant') return valueParam(field).optional();
  return instantParam({ description: `Only this: ${field.note}`, example: '2026-11-20T06:00:00Z' }).optional();
}
