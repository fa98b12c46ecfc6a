// Why there is no judgement of a model yet or what it is to be read with, and what whoever asks can do about it. Sentences only.
import { type ColumnDrift, LEAST_ASKED } from '../../models/drift.ts';
import type { ModelDefinition } from '../../models/model.ts';

const ofThePast = (id: string): string =>
  `\`npm run forecast -- ${id} --from YYYY-MM-DD --to YYYY-MM-DD\` (POST /v1/models/${id}/forecasts) issues those of past days as they would have been, once the data are loaded`;

export const notScoredYet = (id: string): string =>
  `Nothing is scored yet: a day is scored once its truth is known, which of gas is three weeks later. ${ofThePast(id)}; what has come true is scored within five minutes.`;

export const notSharedYet = (liveSteps: number): string =>
  `The live forecast is scored on ${liveSteps} steps, but on none of them is everybody it is compared with: what others published or said a week before is not there yet.`;

export const nothingJudgedYet = (models: readonly string[]): string =>
  `Nothing is judged yet by ${models.join(', ')}. A step is judged by itself once it is over and its facts are loaded, newest first and 45 days back: after a start that takes some minutes, and /v1/runs shows what is loaded.`;

export const NOTHING_FLAGGED =
  'Steps were judged, and none that is asked for was flagged: judged=all lists what was judged, with its score.';
export const NONE_ASKED_FOR = 'Steps were judged, and none of them is one that is asked for.';

const OF_ANOTHER_WORLD = 'The release was made from measured facts and answers here about simulated ones:';

/** Of a board with figures. */
export const boardNote = (model: ModelDefinition, factsAreSimulated: boolean): string | null =>
  factsAreSimulated && model.learnsFrom !== 'simulated'
    ? `${OF_ANOTHER_WORLD} these figures are of the simulator, and so is what others publish. How good the release was over measured facts stands in \`metrics\` of GET /v1/models/${model.id}.`
    : null;

/** Of what is compared with where it was made, whether or not there is any of it. */
export function driftNote(
  model: ModelDefinition,
  {
    columns,
    factsAreSimulated,
  }: { readonly columns: readonly ColumnDrift[] | null; readonly factsAreSimulated: boolean },
): string | null {
  const { kind, id } = model;
  const isEmpty = columns === null;
  if (kind === 'record') {
    const means =
      'Compared is what callers ask here, each question once: it says whether they ask about others than the release was made from, not whether the world has changed.';
    return isEmpty ? `${means} Nobody has asked yet; ${LEAST_ASKED} different questions are enough.` : means;
  }
  if (!isEmpty) {
    const notes = [
      ...(factsAreSimulated && model.learnsFrom !== 'simulated'
        ? [`${OF_ANOTHER_WORLD} what is far may be the simulator.`]
        : []),
      ...notBegun(columns),
    ];
    return notes.length > 0 ? notes.join(' ') : null;
  }
  return kind === 'series'
    ? `Nothing is compared yet: that takes 7 days in a row on each of which a release, not the baseline, forecast. ${ofThePast(id)}; they are compared within five minutes.`
    : 'Nothing is compared yet: that takes 7 days in a row on each of which something was judged. What has happened is judged by itself, newest first and 45 days back, as its facts come.';
}

function notBegun(columns: readonly ColumnDrift[]): string[] {
  const names = [...new Set(columns.filter(({ beginning }) => beginning === 1).map(({ name }) => name))];
  if (names.length === 0) return [];
  return [
    `No row that was compared has a value of ${names.join(', ')}: when they were made, the past that it takes was not here. Older data bring it: \`npm run ingest\`.`,
  ];
}
