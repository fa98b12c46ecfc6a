import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { datasets } from '../data/catalogue.gen.ts';
import { privacyPage, withRegister } from './privacy-register.ts';
import { ROOT } from './root.ts';

it('stands in docs/privacy.md as the definitions say: npm run generate writes it', async () => {
  const { path, text } = await privacyPage();
  expect(readFileSync(join(ROOT, path), 'utf8')).toBe(`${text}\n`);
});

it('says of each dataset about persons how each column is kept, and nothing of any other', () => {
  const page = '<!-- register: written by npm run generate -->\nold\n<!-- end of register -->\nafter';
  const register = withRegister(page, [datasets['customer-identity'], datasets.consumption]);
  expect(register).toContain('| `email` | encrypted | E-mail address, encrypted. |');
  expect(register).toContain('**De quel droit** : Exécution du contrat');
  expect(register).toContain('Comes from: `CUSTOMER_CSV_URL`, `CUSTOMER_JSON_URL`.');
  expect(register).not.toContain('load_mw');
  expect(register).not.toContain('old');
  expect(register.endsWith('<!-- end of register -->\nafter')).toBe(true);
});

it('refuses a page that has no place for it', () => {
  expect(() => withRegister('# Privacy', [])).toThrow('want <!-- register');
});
