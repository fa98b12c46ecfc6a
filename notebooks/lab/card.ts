// The part of a model card that is measured, from the release itself: no figure of it is typed by hand.
import type { GateVerdict, Release } from '../../models/release.ts';
import { markdownTable } from './markdown-table.ts';

const BEGIN = '<!-- The release. Written with it: do not edit. -->';
const END = '<!-- End of the release. -->';

/** The card with the figures of this release: in their place, or at its end where it has none yet. */
export function withFigures(card: string, release: Release): string {
  const [from, to] = [card.indexOf(BEGIN), card.indexOf(END)];
  const figures = figuresOf(release);
  if (from < 0 || to < from) return `${card.trimEnd()}\n\n${figures}\n`;
  return card.slice(0, from) + figures + card.slice(to + END.length);
}

export function figuresOf({ id, data, energy, onnx_bytes, features, heads, gates, metrics }: Release): string {
  const learned = `${data.from.slice(0, 10)} to ${data.to.slice(0, 10)}`;
  const facts = [
    ['release | version', id],
    ['learned from | apprentissage', `${data.description}${data.simulated ? ' (SIMULATED | SIMULÉ)' : ''}, ${learned}`],
    ['rows | lignes', String(data.rows)],
    ['graph | graphe', `${Math.round(onnx_bytes / 1024)} KiB, ${features.length} features → ${heads.join(', ')}`],
    [
      'training | entraînement',
      `${figure(energy.cpu_seconds)} s CPU, ${figure(energy.kwh)} kWh, ${figure(energy.g_co2e)} g CO₂e (${energy.method})`,
    ],
  ];
  const tables = [
    markdownTable(
      ['', ''],
      facts.map(([name = '', value = '']) => [name.replace(' | ', ' / '), value]),
    ),
    markdownTable(
      ['gate / seuil', 'wanted / voulu', 'reached / atteint'],
      gates.map((gate) => [gate.metric, wanted(gate), figure(gate.got)]),
    ),
    markdownTable(
      ['metric / mesure', ''],
      Object.entries(metrics).map(([name, value]) => [name, figure(value)]),
    ),
  ];
  return [BEGIN, ...tables, END].join('\n\n');
}

function wanted({ at_least, at_most }: GateVerdict): string {
  return [at_least === undefined ? '' : `≥ ${at_least}`, at_most === undefined ? '' : `≤ ${at_most}`]
    .filter(Boolean)
    .join(', ');
}

const figure = (value: number | null): string => (value === null ? '–' : String(Number(value.toPrecision(4))));
