import { expect, it } from 'vitest';
import { codeSha256 } from './training-code.ts';

const lab = new TextEncoder().encode('the lab');
const notebook = (code: string, { prose = 'why', outputs = [] as string[] } = {}) =>
  JSON.stringify({
    cells: [
      { cell_type: 'markdown', source: [prose] },
      { cell_type: 'code', source: [code], outputs },
    ],
  });
const hashOf = (text: string, built = lab) => codeSha256({ notebook: text, lab: built });

it('is another when the code of a cell or of the lab is, and no other for prose and outputs', () => {
  const before = hashOf(notebook('train(400)'));
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  expect(hashOf(notebook('train(400)', { prose: 'because', outputs: ['3.4 %'] }))).toBe(before);
  expect(hashOf(notebook('train(401)'))).not.toBe(before);
  expect(hashOf(notebook('train(400)'), new TextEncoder().encode('the Lab'))).not.toBe(before);
});
