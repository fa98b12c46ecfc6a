import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { city } from './city/dataset.ts';
import { consumption } from './consumption/dataset.ts';
import type { DatasetDefinition, Parsed } from './dataset.ts';
import { CSV, columnsOfUpload, uploadSource, XLSX } from './upload.ts';
import { weather } from './weather/dataset.ts';

async function read(
  definition: DatasetDefinition,
  file: string | Uint8Array,
  { mediaType = CSV, quality = null }: { mediaType?: string; quality?: 'definitive' | null } = {},
): Promise<Parsed[]> {
  const out: Parsed[] = [];
  async function* bytes() {
    yield typeof file === 'string' ? strToU8(file) : file;
  }
  for await (const one of uploadSource(definition, { mediaType, quality }).parse(bytes())) out.push(one);
  return out;
}
const at = Date.UTC(2026, 10, 20, 10, 15);

describe('a file that somebody sends', () => {
  it('is what our own export gives, provenance passed over, and only its columns are touched', async () => {
    const header = 'area,at,load_mw,load_quality,load_known_at,load_source,simulated';
    const [row] = await read(
      consumption,
      `${header}\r\nFR,2026-11-20T10:15:00Z,51234,definitive,2026-11-20T10:45:00Z,rte,true\r\n`,
    );
    expect(row).toEqual({ area: 'FR', at, load_mw: 51_234, quality: 'real time' });
    expect(row && columnsOfUpload(consumption)(row)).toEqual(['load_mw']);
  });

  it('claims the quality that its sender names', async () => {
    const [row] = await read(consumption, 'area;at;load_mw\nFR;2026-11-20T11:15:00+01:00;1\n', {
      quality: 'definitive',
    });
    expect(row).toEqual({ area: 'FR', at, load_mw: 1, quality: 'definitive' });
  });

  it('says line and reason of what is no row, and reads on', async () => {
    const found = await read(
      consumption,
      'area;at;load_mw\nFR;2026-11-20T10:15:00;1\nFR;2026-11-20T10:15:00Z;much\nFR;2026-11-20T10:15:00Z;\nFR;2026-11-20T10:15:00Z;2\n',
    );
    expect(found.slice(0, 3)).toMatchObject([
      {
        reject: {
          where: 'line 2',
          reason: 'at: got "2026-11-20T10:15:00", want an instant with its zone, such as 2026-11-20T10:15:00Z',
        },
      },
      { reject: { where: 'line 3', reason: 'load_mw: got "much", want an integer' } },
      { reject: { where: 'line 4', reason: expect.stringContaining('names no value') } },
    ]);
    expect(found[3]).toMatchObject({ load_mw: 2 });
  });

  it('has numbers as people write them: none that is endless, none in the notation of programs', async () => {
    const numbers = ['1e999', 'Infinity', '0x10', '1_000', '.', '-.5e2', '+7.'];
    const lines = numbers.map((number) => `FR;2026-11-20T10:15:00Z;${number}`);
    const found = await read(weather, `place;at;temperature_celsius\n${lines.join('\n')}\n`);
    const refused = (number: string) => ({ reject: { reason: `temperature_celsius: got "${number}", want a number` } });
    expect(found).toMatchObject([
      ...numbers.slice(0, 5).map(refused),
      { temperature_celsius: -50 },
      { temperature_celsius: 7 },
    ]);
  });

  it('may be in a format that only its dataset knows, chosen by its header', async () => {
    const [format] = city.files ?? [];
    const header = format?.required.join(';') ?? '';
    const [found] = await read(city, `${header};couleur\nFrance;Lyon\n`);
    expect(found).toEqual({ warning: `${format?.id}: new to us and left out: the column "couleur"` });
    await expect(read(city, `${format?.required.slice(1).join(';')}\n`)).rejects.toThrow(
      `${format?.id}: want the column ${format?.required[0]}, got`,
    );
  });

  it('has rows: one of a header alone is refused, whoever sends it may have saved the wrong sheet', async () => {
    await expect(read(consumption, 'area;at;load_mw\n')).rejects.toThrow('got a header and no row below it, want rows');
  });

  it('may be a spreadsheet', async () => {
    const cell = (name: string, text: string) => `<c r="${name}" t="inlineStr"><is><t>${text}</t></is></c>`;
    const sheet = `<worksheet><sheetData><row r="1">${cell('A1', 'area')}${cell('B1', 'at')}${cell('C1', 'load_mw')}</row><row r="2">${cell('A2', 'FR')}${cell('B2', '2026-11-20T10:15:00Z')}<c r="C2"><v>5</v></c></row></sheetData></worksheet>`;
    const file = zipSync({
      'xl/workbook.xml': strToU8('<workbook><sheets><sheet name="A" r:id="rId1"/></sheets></workbook>'),
      'xl/worksheets/sheet1.xml': strToU8(sheet),
    });
    expect(await read(consumption, file, { mediaType: XLSX })).toEqual([
      { area: 'FR', at, load_mw: 5, quality: 'real time' },
    ]);
  });
});
