// What a definition says of persons, and how words about their data are kept free of it. Decides by the definition, never by an id. Pure.
import type { Cleaning, DatasetDefinition, PersonalData, Reject } from './dataset.ts';

/** Values of such a dataset stand in no report, no reject, no warning and no log line. */
export const isPersonal = ({ privacy }: Pick<DatasetDefinition, 'privacy'>): boolean => privacy !== 'none';

export type Treatment = PersonalData['treatment'][string];

/** What is done to a column on the way in; undefined where it stays as it is. */
export const treatmentOf = ({ privacy }: Pick<DatasetDefinition, 'privacy'>, column: string): Treatment | undefined =>
  privacy === 'none' ? undefined : privacy.treatment[column];

/** A sentence without what it quotes: what was got, and all between quotes. What was wanted stays. */
export function withoutValues(sentence: string): string {
  const got = sentence.search(/\bgot\b/);
  if (got === -1) return withoutQuotes(sentence);
  const want = sentence.lastIndexOf(', want ');
  const wanted = want > got ? withoutQuotes(sentence.slice(want)) : '';
  return `${withoutQuotes(sentence.slice(0, got))}got a value that is not shown${wanted}`;
}
/** From the first quote on: others may stand inside what is quoted. */
const withoutQuotes = (text: string): string => text.replace(/"[\s\S]*$/, '"…"');

/** What may be kept of a reject: where and why, but nothing of the row itself where it is about a person. The raw object has it, encrypted. */
export function keptReject(definition: DatasetDefinition, { reject: { where, reason, fragment } }: Reject): Reject {
  const isOfPerson = isPersonal(definition);
  return {
    reject: {
      where: shortened(where, 200),
      reason: shortened(isOfPerson ? withoutValues(reason) : reason, 500),
      fragment: isOfPerson ? '' : shortened(fragment, 300),
    },
  };
}

/** What a stranger wrote has any length. */
const shortened = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** The cleanings of columns that are treated, which have to see what was there before: they are applied where treatment is. */
export const cleaningsBeforeTreatment = (definition: DatasetDefinition): readonly Cleaning[] =>
  (definition.cleanings ?? []).filter(({ column }) => treatmentOf(definition, column) !== undefined);

/** All others. */
export const cleaningsAfterTreatment = (definition: DatasetDefinition): readonly Cleaning[] =>
  (definition.cleanings ?? []).filter(({ column }) => treatmentOf(definition, column) === undefined);
