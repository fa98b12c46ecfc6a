// What every section of the page is about, and how it speaks.
import type { Text } from '../../../data/dataset.ts';
import type { QualityReport } from '../../mesh/quality-report.ts';
import type { Figures } from './figures.ts';
import type { Language, Words } from './words.ts';

export interface Subject {
  readonly report: QualityReport;
  readonly title: Text;
  readonly licence: { readonly id: string; readonly url: string; readonly attribution: string };
  readonly language: Language;
  readonly words: Words;
  readonly figures: Figures;
}
