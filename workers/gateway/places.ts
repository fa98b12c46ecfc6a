// The key columns that say where, as query parameters: `area=FR,FR-IDF`. Names and words come from the definition. Pure.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { wordParam, wordsParam } from './params.ts';

export type Places = Readonly<Record<string, readonly string[]>>;
type Asked = Readonly<Record<string, unknown>>;

/** Any number of them, separated by commas. */
export const placesParams = ({ places }: DatasetDefinition) =>
  Object.fromEntries(Object.entries(places).map(([name, words]) => [name, wordsParam(words, 'Only these').optional()]));

/** Exactly one of each; the first of the definition when absent. */
export const placeParams = ({ places }: DatasetDefinition) =>
  Object.fromEntries(
    Object.entries(places).map(([name, [first = '', ...more]]) => [
      name,
      wordParam([first, ...more], `${first} when absent`).optional(),
    ]),
  );

export const placesIn = ({ places }: DatasetDefinition, asked: Asked): Places =>
  Object.fromEntries(Object.keys(places).flatMap((name) => (Array.isArray(asked[name]) ? [[name, asked[name]]] : [])));

export const placeIn = ({ places }: DatasetDefinition, asked: Asked): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(places).map(([name, [first]]) => [name, String(asked[name] ?? first)]));
