// The languages of the quality page: which there are, and which one somebody asks for. The sentences stand in words.<language>.ts.
import { en } from './words.en.ts';
import { fr } from './words.fr.ts';

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Words = typeof en;

export const WORDS: Readonly<Record<Language, Words>> = { en, fr };

/** `?lang=` decides, else Accept-Language (RFC 9110, 12.5.4), else English. */
export function languageOf(asked: Language | undefined, accept: string | undefined): Language {
  if (asked) return asked;
  const wanted = (accept ?? '')
    .split(',', 32)
    .map((range) => {
      const [tag = '', weight] = range
        .trim()
        .toLowerCase()
        .split(/\s*;\s*q=/);
      return {
        language: LANGUAGES.find((one) => tag === one || tag.startsWith(`${one}-`)),
        weight: Number(weight ?? 1),
      };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return wanted.find(({ language }) => language)?.language ?? 'en';
}
