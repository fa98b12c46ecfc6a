// Lines of SNCF's list as movements; and the real list, where this machine has it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolders } from '../../notebooks/lab/open-data.ts';
import { httpQuestionsOf } from '../conversation.ts';
import { type Row, ShapeError, type Source } from '../dataset.ts';
import { readAll } from '../read-all.ts';
import { tableRows } from '../table-format.ts';
import { formatInstant, HOUR } from '../time.ts';
import { checkRow } from '../validate.ts';
import { socialMovement } from './dataset.ts';
import { movementId } from './identity.ts';
import { movementFile } from './sncf.ts';
import { sncf } from './sources/sncf.ts';
import { sncfDownload } from './sources/sncf-download.ts';

const read = (source: Source, file: string) =>
  readAll(source, readFileSync(new URL(`fixtures/${source.id}/${file}`, import.meta.url)));
const ends = (row: Row | undefined) =>
  row && [row['starts_at'], row['ends_at']].map((at) => (at === null ? 'unknown' : formatInstant(Number(at))));
const file = dataFolders()
  .map((folder) => join(folder, 'calendar', 'mouvements-sociaux-depuis-2002.csv'))
  .find(existsSync);
if (!file)
  console.warn('SKIPPED: no real list of movements on this machine. Set WATTMESH_DATA to a folder that holds it.');

describe('a movement', () => {
  it('is asked for by its first day, of either interface, by the names of the columns', () => {
    const window = { from: Date.parse('2026-11-17T23:00:00Z'), to: Date.parse('2026-11-20T23:00:00Z') };
    const [today] = httpQuestionsOf(sncf, window, () => '');
    expect(Object.fromEntries(new URL(today?.url ?? '').searchParams)).toMatchObject({
      where: "date_de_debut >= date'2026-11-18' AND date_de_debut <= date'2026-11-20'",
      use_labels: 'false',
    });
    const [before] = httpQuestionsOf(sncfDownload, window, () => '');
    expect(Object.fromEntries(new URL(before?.url ?? '').searchParams)).toMatchObject({
      q: 'date_de_debut:[2026-11-18 TO 2026-11-20]',
      use_labels_for_header: 'false',
    });
  });

  it.each([sncf, sncfDownload])(
    'lasts to the end of its last day, and has no end where none is told ($id)',
    async (source) => {
      const { rows } = await read(source, 'good.csv');
      expect(rows.map(ends)).toEqual([
        ['2024-02-15T23:00:00Z', '2024-02-18T23:00:00Z'],
        ['2024-03-18T23:00:00Z', 'unknown'],
        ['2024-03-18T23:00:00Z', 'unknown'],
        ['2024-11-20T23:00:00Z', '2024-11-21T23:00:00Z'],
      ]);
      expect(rows[0]).toMatchObject({
        start_date: '2024-02-16',
        end_date: '2024-02-18',
        reason: 'Salaires ; reconnaissance du métier',
        unions: 'CGT;SUD',
        trades: 'chef de bord;accueil en gare et vente',
        population_count: 9500,
        strikers_count: 4100,
        rate_pct: 43.2,
      });
      expect(rows[2]).toMatchObject({ strikers_count: 0, rate_pct: 0 });
      expect(rows[3]).toMatchObject({ trades: null, population_count: null, rate_pct: null });
    },
  );

  it.each([sncf, sncfDownload])('is rejected where it makes no sense, with where and why ($id)', async (source) => {
    const { rejects } = await read(source, 'broken-rows.csv');
    expect(rejects.map(({ where, reason }) => `${where}: ${reason}`)).toEqual([
      'line 6: date_de_debut: got "2024-02-30", want YYYY-MM-DD, a day that is',
      'line 7: date_de_fin: 2024-05-01 is before its beginning, 2024-05-02',
      'line 8: motif: want the reason',
      'line 9: population: got "12.5", want a whole number or nothing',
    ]);
    for (const broken of ['broken-column.csv', 'broken-html.csv', 'broken-truncated.csv'])
      await expect(read(source, broken)).rejects.toThrow(ShapeError);
  });

  it('is the same whatever its end and its figures, and another when its reason is reworded', () => {
    // FNV-1a, 64 bits, worked out by another program.
    expect(movementId('2024-03-19', 'Emploi', 'CGT')).toBe('57a2cb55abc6f740');
    expect(movementId('2024-03-19', 'Emploi', 'CGT')).toBe(movementId('2024-03-19', ' Emploi ', 'CGT'));
    const ids = [
      movementId('2024-03-19', 'Emploi', 'CGT'),
      movementId('2024-03-19', 'Emploi', 'SUD'),
      movementId('2024-03-19', 'Emplois', 'CGT'),
      movementId('2024-03-20', 'Emploi', 'CGT'),
      movementId('2024-03-19', 'EmploiCGT', ''),
    ];
    expect(new Set(ids).size).toBe(5);
  });

  it('is known on its first day; its end and its figures when it is over, or a day later where nobody tells', () => {
    const { notice, outcome } = socialMovement.parts;
    const row = { starts_at: Date.parse('2026-03-27T23:00:00Z'), quality: 'consolidated' as const };
    const known = [
      notice.knownAt(row),
      outcome.knownAt(row),
      outcome.knownAt({ ...row, ends_at: row.starts_at + 71 * HOUR }),
    ];
    expect(known.map(formatInstant)).toEqual(['2026-03-27T23:00:00Z', '2026-03-28T23:00:00Z', '2026-03-30T22:00:00Z']);
  });

  it('may come from a file that knows when and why alone', () => {
    expect(movementFile.read({ date_de_debut: '2026-03-28', date_de_fin: '2026-03-29', motif: 'Salaires' })).toEqual({
      movement: movementId('2026-03-28', 'Salaires', ''),
      starts_at: Date.parse('2026-03-27T23:00:00Z'),
      start_date: '2026-03-28',
      ends_at: Date.parse('2026-03-29T22:00:00Z'),
      end_date: '2026-03-29',
      reason: 'Salaires',
      quality: 'consolidated',
    });
  });
});

describe.skipIf(!file)('the list really published', () => {
  it('is read whole by both interfaces: 413 movements, 185 without an end, none twice', async () => {
    const bytes = readFileSync(file ?? '');
    const { rows, rejects } = await readAll(sncf, bytes);
    expect(rejects).toEqual([]);
    expect((await readAll(sncfDownload, bytes)).rows).toEqual(rows);
    expect(rows.map(checkRow(socialMovement)).filter((fault) => fault !== null)).toEqual([]);
    expect(rows).toHaveLength(413);
    expect(rows.filter((row) => row['ends_at'] === null)).toHaveLength(185);
    expect(new Set(rows.map((row) => row['movement'])).size).toBe(413);
    const pairs = new Map(rows.map((row) => [`${row['start_date']} ${row['end_date']}`, row]));
    expect(413 - pairs.size).toBe(53);
    expect(rows.filter((row) => row['rate_pct'] === null)).toHaveLength(3);
  });

  it('is read as a file by hand too, though it says no unions there', async () => {
    const whole = readFileSync(file ?? '');
    let warnings = 0;
    let rows = 0;
    async function* once() {
      yield new Uint8Array(whole);
    }
    for await (const one of tableRows(movementFile, once())) {
      if ('warning' in one) warnings++;
      else if ('movement' in one) rows++;
    }
    expect([rows, warnings]).toEqual([413, 5]);
  });
});
