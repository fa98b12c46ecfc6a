import { describe, expect, it } from 'vitest';
import { isReject, isWarning, type Parsed } from './dataset.ts';
import { type TableFormat, tableRows } from './table-format.ts';

const format: TableFormat = {
  id: 'plants',
  required: ['région', 'power_mw'],
  optional: ['note'],
  read: ({ région = '', power_mw = '', note = '' }) => {
    const power = Number(power_mw);
    if (Number.isNaN(power)) return `power_mw: got ${power_mw}, want a number`;
    return { région, power_mw: power, note, quality: 'real time' };
  },
};

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}
async function read(bytes: Uint8Array | string, size = 4_096): Promise<Parsed[]> {
  const all: Parsed[] = [];
  const whole = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  for await (const one of tableRows(format, inChunks(whole, size))) all.push(one);
  return all;
}
const latin = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const bretagne = { région: 'Île', power_mw: 12.5, note: '', quality: 'real time' };

describe('a table as people send it', () => {
  it.each([
    ['semicolons and a decimal comma', 'région;power_mw\nÎle;12,5\n'],
    ['tabs', 'région\tpower_mw\nÎle\t12,5\n'],
    ['commas and a decimal point', 'région,power_mw\nÎle,12.5\n'],
    ['quotes around everything', '"région";"power_mw"\r\n"Île";"12,5"\r\n'],
    ['a byte order mark', '\uFEFFrégion;power_mw\nÎle;12.5'],
    ['columns without a name at the end', 'région;power_mw;;\nÎle;12,5;;\n'],
  ])('is read with %s', async (_, text) => {
    expect((await read(text)).map((row) => ({ note: '', ...row }))).toEqual([bretagne]);
  });

  it('is read in ISO-8859-1, Windows-1252, UTF-8 and UTF-16, however its bytes are cut', async () => {
    const text = 'région;power_mw;note\nÎle;12,5;œuvre à 5 €\n';
    const want = [{ ...bretagne, note: 'œuvre à 5 €' }];
    const windows = latin(text.replaceAll('œ', '\u009c').replaceAll('€', '\u0080'));
    const utf16 = new Uint8Array(new Uint16Array([...`\uFEFF${text}`].map((letter) => letter.charCodeAt(0))).buffer);
    for (const bytes of [windows, utf16, new TextEncoder().encode(text)])
      for (let size = 1; size <= 60; size++) expect(await read(bytes, size)).toEqual(want);
    expect(await read(latin('région;power_mw\nÎle;1\n'))).toEqual([{ ...bretagne, power_mw: 1, note: '' }]);
  });

  it('keeps thousands apart only where they cannot be mistaken', async () => {
    const [a, b] = await read('région;power_mw\nÎle;-1\u202f234,5\nÎle;1 234\n');
    expect(a).toMatchObject({ power_mw: -1234.5 });
    expect(b).toMatchObject({ reject: { where: 'line 3', reason: 'power_mw: got 1 234, want a number' } });
    const [c] = await read('région,power_mw\nÎle,"1,234"\n');
    expect(c && isReject(c) && c.reject.reason).toBe('power_mw: got 1,234, want a number');
  });

  it('stops without a column it needs, and warns of one it does not know', async () => {
    await expect(read('région;puissance\nÎle;1\n')).rejects.toThrow(
      'plants: want the column power_mw, got 2 columns, among them unknown: puissance',
    );
    await expect(read('nom;puissance\nÎle;1\n')).rejects.toThrow(
      'plants: want the columns région, power_mw, got 2 columns',
    );
    await expect(read('région;power_mw;région\n')).rejects.toThrow('a column comes twice: "région"');
    const others = Array.from({ length: 9 }, (_, i) => `c${i}`).join(';');
    await expect(read(`${others};région;${'x'.repeat(50)}\n`)).rejects.toThrow(
      'want the column power_mw, got 11 columns, among them unknown: c0, c1, c2, c3, c4, c5 and 4 more',
    );
    await expect(read('région;note\nÎle;1\n')).rejects.toThrow('want the column power_mw, got 2 columns, all known');
    for (const nothing of ['', '\n\n'])
      await expect(read(nothing)).rejects.toThrow('plants: got an empty file, want a header and rows');
    await expect(read(Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0))).rejects.toThrow(
      'got a spreadsheet or a ZIP file as CSV',
    );
    const [warning, row] = await read('région;power_mw;colour\nÎle;12,5;red\n');
    expect(warning && isWarning(warning) && warning.warning).toBe(
      'plants: new to us and left out: the column "colour"',
    );
    expect(row).toMatchObject({ power_mw: 12.5 });
  });

  it('says which line has too many fields, and goes on', async () => {
    const [reject, row] = await read('région,power_mw\nÎle,12,5\nÎle,3\n');
    expect(reject).toMatchObject({ reject: { where: 'line 2', reason: 'got 3 fields, want 2', fragment: 'Île,12,5' } });
    expect(row).toMatchObject({ power_mw: 3 });
  });

  it('refuses bytes that begin as UTF-8 and end as something else', async () => {
    const bytes = Uint8Array.of(...new TextEncoder().encode('région;power_mw\nÎle;1\n'), 0xe9, 10);
    await expect(read(bytes, 8)).rejects.toThrow('after line 2: not UTF-8');
  });
});
