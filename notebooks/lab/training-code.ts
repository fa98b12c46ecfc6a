// The sha256 of the code that trained a release: the code cells of its notebook, and the lab as it was built. Outputs and prose do not count.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fromRoot } from './project.ts';

const Cells = z.object({
  cells: z.array(z.object({ cell_type: z.string(), source: z.union([z.string(), z.array(z.string())]) })),
});

export function codeSha256({ notebook, lab }: { readonly notebook: string; readonly lab: Uint8Array }): string {
  const { cells } = Cells.parse(JSON.parse(notebook));
  const code = cells.filter(({ cell_type }) => cell_type === 'code').map(({ source }) => [source].flat().join(''));
  return createHash('sha256').update(JSON.stringify(code)).update(lab).digest('hex');
}

/** Of the notebook that is named after the model, for that notebook to ask. */
export const trainingSha256 = (model: string): string =>
  codeSha256({
    notebook: readFileSync(fromRoot(`notebooks/${model}.ipynb`), 'utf8'),
    lab: readFileSync(fromRoot('notebooks/lab/dist/index.cjs')),
  });
