// Entity-relationship diagrams as Mermaid text. Names and types become what its grammar can read. Pure.

export interface Entity {
  readonly name: string;
  readonly attributes: readonly Attribute[];
}
export interface Attribute {
  readonly type: string;
  readonly name: string;
  readonly keys?: readonly ('PK' | 'FK' | 'UK')[];
  readonly comment?: string | undefined;
}
export interface Relation {
  readonly one: string;
  readonly many: string;
  readonly label: string;
  /** Of one there is at most one. */
  readonly single?: boolean;
  /** Postgres itself holds it. */
  readonly enforced?: boolean;
}

export function erDiagram(entities: readonly Entity[], relations: readonly Relation[]): string {
  return ['```mermaid', 'erDiagram', ...entities.flatMap(entityLines), ...relations.map(relationLine), '```'].join(
    '\n',
  );
}

function entityLines({ name, attributes }: Entity): string[] {
  if (attributes.length === 0) return [`    ${word(name)}`];
  return [`    ${word(name)} {`, ...attributes.map((attribute) => `        ${attributeLine(attribute)}`), '    }'];
}

const attributeLine = ({ type, name, keys = [], comment }: Attribute): string =>
  [
    typeWord(type),
    word(name),
    ...(keys.length > 0 ? [keys.join(', ')] : []),
    ...(comment ? [label(comment)] : []),
  ].join(' ');

const relationLine = ({ one, many, label: text, single = false, enforced = false }: Relation): string =>
  `    ${word(one)} ||${enforced ? '--' : '..'}o${single ? '|' : '{'} ${word(many)} : ${label(text)}`;

/** What Postgres calls `timestamp with time zone` is one word here. */
const typeWord = (type: string): string => SHORT[type] ?? type.replaceAll(/[^A-Za-z0-9_[\]()-]/g, '_');
const SHORT: Readonly<Record<string, string>> = {
  'timestamp with time zone': 'timestamptz',
  'double precision': 'float8',
};
const word = (name: string): string => name.replaceAll(/\W/g, '_');
const label = (text: string): string => `"${text.replaceAll(/["\r\n]/g, ' ')}"`;
