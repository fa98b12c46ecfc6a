// Which datasets belong together, and how: by the key columns they share and by who is derived from whom. From the definitions. Pure.
import { getTableName } from 'drizzle-orm';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { fieldsOf } from '../../data/field.ts';

export interface Bond {
  readonly one: string;
  readonly many: string;
  readonly label: string;
  /** Of one there is at most one. */
  readonly single?: boolean;
}

export interface Subject {
  /** Of the tables, in the order of the catalogue. */
  readonly tables: readonly string[];
  readonly bonds: readonly Bond[];
  /** Things that datasets speak of and that have no table of their own: an area, a place. */
  readonly concepts: readonly string[];
}

export function subjectsOf(definitions: readonly DatasetDefinition[]): readonly Subject[] {
  const bonds = [
    ...definitions.flatMap((one) => bondsByKey(one, definitions)),
    ...definitions.flatMap((one) => bondsByOrigin(one, definitions)),
  ];
  const names = definitions.map(({ table }) => getTableName(table));
  const seen = new Set<string>();
  const groups = names.flatMap((name) => {
    if (seen.has(name)) return [];
    const group = connected(name, bonds);
    for (const member of group) seen.add(member);
    return [group];
  });
  // A table alone is no diagram: those are drawn together, last.
  const [alone, together] = [groups.filter(({ size }) => size === 1), groups.filter(({ size }) => size > 1)];
  const sets = [...together, ...(alone.length > 0 ? [new Set(alone.flatMap((group) => [...group]))] : [])];
  return sets.map((group) => ({
    tables: names.filter((name) => group.has(name)),
    bonds: bonds.filter(({ many }) => group.has(many)),
    concepts: [...group].filter((name) => !names.includes(name)).sort(),
  }));
}

/** A column that is the whole key of another table points at the thing itself; one that keys share without such a table, at a concept. */
function bondsByKey(definition: DatasetDefinition, definitions: readonly DatasetDefinition[]): Bond[] {
  const many = getTableName(definition.table);
  return fieldsOf(definition).flatMap(({ name: label, kind, required }): Bond[] => {
    if (kind === 'instant') return [];
    const itself = definitions.find(({ key }) => key.length === 1 && key[0] === label);
    if (itself === definition) return [];
    if (itself)
      return [{ one: getTableName(itself.table), many, label, single: required && definition.key.length === 1 }];
    const isShared = required && definitions.some((other) => other !== definition && other.key.includes(label));
    return isShared ? [{ one: label.toUpperCase(), many, label }] : [];
  });
}

function bondsByOrigin(
  { derivedFrom = [], table }: DatasetDefinition,
  definitions: readonly DatasetDefinition[],
): Bond[] {
  return definitions
    .filter(({ id }) => derivedFrom.includes(id))
    .map((input) => ({ one: getTableName(input.table), many: getTableName(table), label: 'is derived into' }));
}

function connected(start: string, bonds: readonly Bond[]): Set<string> {
  const group = new Set([start]);
  for (const member of group) {
    for (const { one, many } of bonds) {
      if (one === member) group.add(many);
      if (many === member) group.add(one);
    }
  }
  return group;
}
