import { expect, it } from 'vitest';
import { laneLabels } from './lane-labels.ts';

it('leaves out what all lanes share, so that the region of a gas network can be read', () => {
  const places = ['terega/distribution/FR-NAQ', 'grtgaz/distribution/FR-NAQ', 'grtgaz/distribution/FR-IDF'];
  expect(laneLabels(places)).toEqual(['terega/FR-NAQ', 'grtgaz/FR-NAQ', 'grtgaz/FR-IDF']);
});

it('cuts long names in the middle, where they are most alike', () => {
  expect(laneLabels(['FR', 'parc-eolien-de-la-cote-de-champagne-nord'])).toEqual(['FR', 'parc-eol…hampagne-nord']);
});

it('leaves names alone that are one, or of several shapes', () => {
  expect(laneLabels(['terega/FR-NAQ'])).toEqual(['terega/FR-NAQ']);
  expect(laneLabels(['', 'FR', 'FR/FR-IDF'])).toEqual(['', 'FR', 'FR/FR-IDF']);
  expect(laneLabels([])).toEqual([]);
});
