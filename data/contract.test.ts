// What must hold for EVERY dataset of the catalogue, and for the one of the guide: a new folder is tested from its first day.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getTableColumns, getTableName } from 'drizzle-orm';
import { afterAll, describe, expect, it } from 'vitest';
import { definitionOf, followGuide } from '../tests/dataset-guide.ts';
import { datasets } from './catalogue.gen.ts';
import { questionsOf } from './conversation.ts';
import {
  type Answer,
  type DatasetDefinition,
  isSql,
  OWN_DATABASE,
  type Row,
  ShapeError,
  type Source,
} from './dataset.ts';
import { fieldsOf } from './field.ts';
import { type Reading, readAll } from './read-all.ts';
import { toWire, wireRowSchema } from './row.ts';
import { DAY, formatInstant, HOUR, type Instant, parisClock, parisOffset } from './time.ts';
import { unitOf } from './units.ts';
import { checkRow } from './validate.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const catalogue: readonly DatasetDefinition[] = Object.values(datasets);
const guide = followGuide();
afterAll(() => rmSync(guide.scratch, { recursive: true }));
const guided = await definitionOf(guide);
const judged: readonly (readonly [id: string, definition: DatasetDefinition, home: string])[] = [
  ...catalogue.map((definition) => [definition.id, definition, join(HERE, definition.id)] as const),
  [`${guided.id} of the guide`, guided, guide.folder],
];

it('knows every folder of data/ that holds a dataset', () => {
  const folders = readdirSync(HERE, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(HERE, entry.name, 'dataset.ts')))
    .map((entry) => entry.name);
  expect(catalogue.map(({ id }) => id).sort()).toEqual(folders.sort());
});

describe.each(judged)('%s', (_, definition, home) => {
  const { id } = definition;
  const columns = getTableColumns(definition.table);
  const parts = Object.entries(definition.parts);
  const inParts = parts.flatMap(([, part]) => part.columns);
  const sources = [...new Set(definition.feeds.flatMap((feed) => feed.alternatives))];

  it('is named as its folder, its table and its URL', () => {
    expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(getTableName(definition.table)).toBe(id.replaceAll('-', '_'));
    expect(definition.title.en && definition.title.fr).toBeTruthy();
  });

  it('has each column once: in the key, in one part, or as the provenance of a part', () => {
    const provenance = parts.flatMap(([part]) => [`${part}_quality`, `${part}_known_at`, `${part}_raw`]);
    const placed = [...definition.key, ...inParts, ...provenance];
    expect(placed.toSorted()).toEqual(Object.keys(columns).toSorted());
    for (const [name, column] of Object.entries(columns)) expect(column.name).toBe(name);
  });

  it('has a key of its places and its time, never null, and facts that may be', () => {
    if (definition.timeColumn) expect(definition.key).toContain(definition.timeColumn);
    for (const name of definition.key) expect(columns[name]?.notNull, `${name} must be NOT NULL`).toBe(true);
    for (const name of inParts) expect(columns[name]?.notNull, `${name} must accept null`).toBe(false);
    for (const [name, values] of Object.entries(definition.places)) {
      expect(definition.key).toContain(name);
      expect(new Set(values).size).toBe(values.length);
      expect(values.length).toBeGreaterThan(0);
    }
  });

  it('says of each column what it means, and of each number its unit', () => {
    for (const { name, kind, note } of fieldsOf(definition)) {
      expect(note, `notes.${name}`).toMatch(/\S.*\.$/s);
      if (kind === 'integer' || kind === 'number')
        expect(unitOf(name), `${name} must end in a unit of units.ts`).toBeDefined();
    }
    const known = fieldsOf(definition).map(({ name }) => name);
    expect(Object.keys(definition.notes).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('has ranges for numbers it holds', () => {
    const numbers = fieldsOf(definition).filter(({ kind }) => kind === 'integer' || kind === 'number');
    for (const [name, [min, max]] of Object.entries(definition.ranges)) {
      expect(numbers.map((field) => field.name)).toContain(name);
      expect(min).toBeLessThan(max);
    }
  });

  it('counts on columns it has', () => {
    const wanted = [...(definition.headline ? [definition.headline] : []), ...definition.quality.critical];
    for (const name of wanted) expect(inParts).toContain(name);
    for (const feed of definition.feeds) for (const name of feed.columns) expect(inParts).toContain(name);
  });

  it('has feeds that can be run: a name each, lengths of time that make sense, somebody to ask', () => {
    expect(new Set(definition.feeds.map((feed) => feed.id)).size).toBe(definition.feeds.length);
    expect(new Set(sources.map((source) => source.id)).size, 'two sources with one id').toBe(sources.length);
    for (const feed of definition.feeds) {
      expect(feed.id).toMatch(/^[a-z][a-z0-9-]*$/);
      for (const length of [feed.window, feed.firstWindow, feed.slice, feed.staleAfter])
        expect(length).toBeGreaterThan(0);
      expect(feed.firstWindow).toBeGreaterThanOrEqual(feed.window);
      expect(feed.alternatives.length).toBeGreaterThan(0);
    }
  });

  it('tells when each part could be known, where there is a rule', () => {
    const row: Row = { ...sampleRow(definition), quality: 'real time' };
    const at = Date.parse('2026-06-01T12:00:00Z');
    for (const [name, { knownAt }] of parts)
      if (knownAt) expect(Math.abs(knownAt(row) - at), name).toBeLessThan(800 * DAY);
  });

  it('names what it is derived from, and is derived from what it names', () => {
    const window = { from: Date.parse('2026-03-28T00:00:00Z'), to: Date.parse('2026-03-31T00:00:00Z') };
    const own = sources
      // Our own database is asked at once, and needs no secret.
      .filter(({ secrets }) => secrets.length === 0)
      .flatMap((source) => questionsOf(source, window, () => '', answersOf(join(home, 'fixtures', source.id))))
      .flatMap((question) => (isSql(question) && question.database === OWN_DATABASE ? [question.sql] : []));
    const { derivedFrom = [] } = definition;
    expect(derivedFrom.length > 0).toBe(own.length > 0);
    const reads = (table: string) => own.some((sql) => new RegExp(`\\b(FROM|JOIN|,)\\s+${table}\\b`).test(sql));
    expect(derivedFrom.filter((input) => !reads(input.replaceAll('-', '_')))).toEqual([]);
    const others = catalogue.filter((other) => other.id !== id && reads(getTableName(other.table)));
    expect(others.map((other) => other.id).filter((other) => !derivedFrom.includes(other))).toEqual([]);
  });

  it('comes with its licence, and with a README on licence, signs and quirks', () => {
    expect(definition.licence.url).toMatch(/^https:\/\//);
    // An open licence belongs to what is under it: its address beside other terms would contradict them.
    expect(definition.licence.url.includes('licence-ouverte')).toBe(definition.licence.id === 'etalab-2.0');
    expect(definition.licence.attribution).toBeTruthy();
    const readme = readFileSync(join(home, 'README.md'), 'utf8');
    for (const heading of ['Licence', 'Signs', 'Quirks']) expect(readme).toMatch(new RegExp(`^## ${heading}`, 'm'));
  });

  describe.each(sources.map((source) => [source.id, source] as const))('from %s', (name, source) => {
    const folder = join(home, 'fixtures', name);
    const fixtures = (prefix: string): readonly (readonly [string, Uint8Array])[] =>
      readdirSync(folder)
        .filter((file) => file.startsWith(prefix))
        .map((file) => [file, readFileSync(join(folder, file))] as const);
    const check = checkRow(definition);
    const schema = wireRowSchema(definition);
    const wire = toWire(definition);

    it('asks absolute https questions, the same for the same window, with the secrets it declares', () => {
      const window = { from: Date.parse('2026-03-28T00:00:00Z'), to: Date.parse('2026-03-31T00:00:00Z') };
      const secret = (name: string): string => {
        if (!source.secrets.includes(name)) throw new Error(`${source.id} asks for ${name} without declaring it`);
        return name.endsWith('_URL') ? `https://example.org/${name}` : `${name}-of-a-test`;
      };
      const ask = () => questionsOf(source, window, secret, answersOf(folder));
      const questions = ask();
      expect(questions.filter((question) => question.answer === 'lake').length).toBeGreaterThan(0);
      for (const question of questions) {
        if (isSql(question)) expect(question.sql).toMatch(/^\s*(SELECT|WITH)\b/);
        else expect(new URL(question.url).protocol).toBe('https:');
      }
      expect(ask()).toEqual(questions);
    });

    it('reads what is good without a reject', async () => {
      expect(fixtures('good').length, `${folder}/good.*`).toBeGreaterThan(0);
      for (const [file, bytes] of fixtures('good')) {
        const { rows, rejects } = await read(source, bytes);
        expect(rows.length, file).toBeGreaterThan(0);
        expect(rejects, file).toEqual([]);
      }
    });

    it('brings every feed something it asked for', async () => {
      const { rows } = await read(source, fixtures('good')[0]![1]);
      for (const feed of definition.feeds.filter(({ alternatives }) => alternatives.includes(source))) {
        const brought = feed.columns.filter((column) => rows.some((row) => (row[column] ?? null) !== null));
        expect(brought.length, feed.id).toBeGreaterThan(0);
      }
    });

    it('turns what is broken into rejects that say where and why, or into a ShapeError', async () => {
      expect(fixtures('broken').length, `${folder}/broken*.*`).toBeGreaterThan(0);
      for (const [file, bytes] of fixtures('broken')) {
        const { rejects, error } = await read(source, bytes);
        if (error !== undefined) expect(error, file).toBeInstanceOf(ShapeError);
        else expect(rejects.length, file).toBeGreaterThan(0);
        for (const reject of rejects) {
          expect(reject.where && reject.reason, file).toBeTruthy();
          expect(reject.fragment.length, file).toBeLessThanOrEqual(300);
          expect(reject.reason.length, file).toBeLessThanOrEqual(300);
        }
      }
    });

    it('takes an empty window for what it is', async () => {
      expect(fixtures('empty').length, `${folder}/empty.*`).toBeGreaterThan(0);
      for (const [file, bytes] of fixtures('empty')) {
        expect(await read(source, bytes), file).toEqual({ rows: [], rejects: [], warnings: [], error: undefined });
      }
    });

    it('gives rows that the dataset accepts', async () => {
      for (const [file, bytes] of [...fixtures('good'), ...fixtures('dst')]) {
        for (const row of (await read(source, bytes)).rows) {
          expect(check(row), file).toBeNull();
          expect(schema.safeParse(wire(row)).error, file).toBeUndefined();
        }
      }
    });

    it('reads the same from the same bytes, whatever pieces they come in', async () => {
      for (const [file, bytes] of ['good', 'broken', 'empty', 'dst'].flatMap((prefix) => fixtures(prefix))) {
        const whole = comparable(await read(source, bytes));
        for (const size of [1, 2, 3, 7, 64, 1_000])
          expect(comparable(await read(source, bytes, size)), `${file} by ${size}`).toEqual(whole);
      }
    });

    const steps = typeof definition.grid === 'number' && definition.grid <= HOUR;
    it.runIf(steps)('reads the night that skips an hour, and rejects labels that never were', async () => {
      expect(fixtures('dst-spring').length, `${folder}/dst-spring.*`).toBeGreaterThan(0);
      for (const [file, bytes] of fixtures('dst-spring')) {
        const { rows, error } = await read(source, bytes);
        expect(error, file).toBeUndefined();
        expect(new Set(rows.map((row) => keyOf(definition, row))).size, file).toBe(rows.length);
        expect(new Set(timesOf(definition, rows).map(parisOffset)), file).toEqual(new Set([HOUR, 2 * HOUR]));
      }
    });

    it.runIf(steps)('reads both passes of the hour that comes twice', async () => {
      expect(fixtures('dst-autumn').length, `${folder}/dst-autumn.*`).toBeGreaterThan(0);
      for (const [file, bytes] of fixtures('dst-autumn')) {
        const { rows } = await read(source, bytes);
        expect(new Set(rows.map((row) => keyOf(definition, row))).size, file).toBe(rows.length);
        const shown = new Map<string, Set<Instant>>();
        for (const at of timesOf(definition, rows)) {
          const { hour, minute } = parisClock(at);
          shown.set(`${hour}:${minute}`, (shown.get(`${hour}:${minute}`) ?? new Set()).add(at));
        }
        expect(
          [...shown.values()].some((instants) => instants.size === 2),
          file,
        ).toBe(true);
      }
    });
  });
});

/** A ShapeError is a value here: what came before it is not kept, nor would a run keep it. */
async function read(source: Source, bytes: Uint8Array, size?: number) {
  try {
    return { ...(await readAll(source, bytes, size)), error: undefined };
  } catch (error) {
    return { rows: [], rejects: [], warnings: [], error };
  }
}

/** The message of a ShapeError quotes what it saw of its chunk. */
const comparable = ({ rows, rejects, error }: Reading & { error: unknown }) => ({
  rows,
  rejects,
  failed: error instanceof ShapeError,
});

/** JSON answers that the conversation needs before it comes to the data: tokens. */
function answersOf(folder: string): Answer[] {
  const file = join(folder, 'answers.json');
  const answers: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  if (!Array.isArray(answers)) throw new Error(`${file}: want a list of answers`);
  return answers.map((json) => ({ status: 200, json }));
}

function sampleRow(definition: DatasetDefinition): Record<string, string | number> {
  const places = Object.entries(definition.places).map(([name, values]) => [name, values[0]!] as const);
  return {
    ...Object.fromEntries(places),
    ...(definition.timeColumn && { [definition.timeColumn]: Date.parse('2026-06-01T12:00:00Z') }),
  };
}

const keyOf = (definition: DatasetDefinition, row: Row): string =>
  definition.key
    .map((name) => (name === definition.timeColumn ? formatInstant(Number(row[name])) : row[name]))
    .join('|');
const timesOf = (definition: DatasetDefinition, rows: readonly Row[]): Instant[] =>
  rows.map((row) => Number(row[definition.timeColumn ?? '']));
