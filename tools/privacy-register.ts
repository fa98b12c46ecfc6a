// The register of what is kept about persons, as the definitions say: the tables of docs/privacy.md. Never writes: generate.ts does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetDefinition } from '../data/dataset.ts';
import { fieldsOf } from '../data/field.ts';
import { isPersonal, treatmentOf } from '../data/privacy.ts';
import { DAY } from '../data/time.ts';
import type { Generated } from './catalogues.ts';
import { ROOT } from './root.ts';

const PAGE = 'docs/privacy.md';
const BEGIN = '<!-- register: written by npm run generate -->';
const END = '<!-- end of register -->';

/** Asked for once the catalogue is current: it speaks of every dataset there is. */
export async function privacyPage(): Promise<Generated> {
  const { datasets } = await import('../data/catalogue.gen.ts');
  const page = readFileSync(join(ROOT, PAGE), 'utf8');
  return { path: PAGE, text: withRegister(page, Object.values(datasets)).trimEnd() };
}

/** The page with the tables as they have to be. */
export function withRegister(page: string, definitions: readonly DatasetDefinition[]): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${PAGE}: want ${BEGIN} and ${END}`);
  return `${before}${BEGIN}\n\n${definitions.filter(isPersonal).map(entry).join('\n')}\n${END}${after}`;
}

function entry(definition: DatasetDefinition): string {
  const { id, title, privacy, feeds, cleanings = [] } = definition;
  if (privacy === 'none') return '';
  const sources = [...new Set(feeds.flatMap(({ alternatives }) => alternatives.flatMap(({ secrets }) => secrets)))];
  const rows = [
    ['Of whom', 'De qui', privacy.subject.en, privacy.subject.fr],
    ['What for', 'Pour quoi', privacy.purpose.en, privacy.purpose.fr],
    ['By what right', 'De quel droit', privacy.legalBasis.en, privacy.legalBasis.fr],
    [
      'How long',
      'Combien de temps',
      `${privacy.retention / DAY} days after the last activity`,
      `${privacy.retention / DAY} jours après la dernière activité`,
    ],
  ];
  return [
    `### ${id}`,
    '',
    `| ${title.en} | ${title.fr} |`,
    '| --- | --- |',
    ...rows.map(([en, fr, saysEn, saysFr]) => `| **${en}**: ${saysEn} | **${fr}** : ${saysFr} |`),
    '',
    '| column | kept as | what it is |',
    '| --- | --- | --- |',
    ...fieldsOf(definition).map(
      ({ name, note }) => `| \`${name}\` | ${treatmentOf(definition, name) ?? 'it is'} | ${note} |`,
    ),
    '',
    `Comes from: ${sources.map((name) => `\`${name}\``).join(', ')}.`,
    ...(cleanings.length > 0
      ? ['', 'Changed on the way in, and counted each time:', '', ...cleanings.map(({ says }) => `- ${says.en}`)]
      : []),
    '',
  ].join('\n');
}
