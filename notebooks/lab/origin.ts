// Where rows of datasets may come from besides files. Each gives canonical CSV, as GET /v1/datasets/{id}/rows?format=csv does. Never of persons.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { type FieldKind, fieldsOf } from '../../data/field.ts';

export interface Origin {
  rows(definition: DatasetDefinition): AsyncIterable<Uint8Array>;
}

export interface CanonicalColumn {
  readonly name: string;
  readonly kind: FieldKind;
}

/** In the order of the file: the key, then each part's values and what is known of them. */
export function canonicalColumns(definition: DatasetDefinition): CanonicalColumn[] {
  const fields = new Map(fieldsOf(definition).map((field) => [field.name, field]));
  const valued = (names: readonly string[]): CanonicalColumn[] =>
    names.flatMap((name) => {
      const field = fields.get(name);
      return field ? [{ name, kind: field.kind }] : [];
    });
  return [
    ...valued(definition.key),
    ...Object.entries(definition.parts).flatMap(([part, { columns }]): CanonicalColumn[] => [
      ...valued(columns),
      { name: `${part}_quality`, kind: 'text' },
      { name: `${part}_known_at`, kind: 'instant' },
      { name: `${part}_source`, kind: 'text' },
    ]),
    { name: 'simulated', kind: 'boolean' },
  ];
}

/** What is kept of persons stays where it can be erased: a copy in a notebook could not. */
export function refusePersons({ id, privacy }: DatasetDefinition): void {
  if (privacy !== 'none')
    throw new Error(
      `${id} holds personal data (${privacy.subject.en}): it is not copied into notebooks. Train on the simulator's: openRecords`,
    );
}
