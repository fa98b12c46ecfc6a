// What a definition says of persons, and how words about their data are kept free of it. Decides by the definition, never by an id. Pure.
import type { Cleaning, DatasetDefinition, PersonalData } from './dataset.ts';

/** Values of such a dataset stand in no report, no reject, no warning and no log line. */
export const isPersonal = ({ privacy }: Pick<DatasetDefinition, 'privacy'>): boolean => privacy !== 'none';

export type Treatment = PersonalData['treatment'][string];

/** What is done to a column on the way in; undefined where it stays as it is. */
export const treatmentOf = ({ privacy }: Pick<DatasetDefinition, 'privacy'>, column: string): Treatment | undefined =>
  privacy === 'none' ? undefined : privacy.treatment[column];

/** A sentence without what it quotes: `got …` and everything between quotes. What was wanted stays. */
export const withoutValues = (sentence: string): string =>
  sentence
    .replace(/\bgot\b[\s\S]*(?=, want )/, 'got a value that is not shown')
    .replace(/\bgot (?!a value that is not shown)[\s\S]*$/, 'got a value that is not shown')
    .replace(/"[\s\S]*"|"[\s\S]*$/, '"…"');

/** The cleanings of columns that are treated, which have to see what was there before: they are applied where treatment is. */
export const cleaningsBeforeTreatment = (definition: DatasetDefinition): readonly Cleaning[] =>
  (definition.cleanings ?? []).filter(({ column }) => treatmentOf(definition, column) !== undefined);

/** All others. */
export const cleaningsAfterTreatment = (definition: DatasetDefinition): readonly Cleaning[] =>
  (definition.cleanings ?? []).filter(({ column }) => treatmentOf(definition, column) === undefined);
