import { expect, it } from 'vitest';
import { Refused } from '../ingest/client.ts';
import { orWhatThereIs } from './not-found.ts';

const models = [
  { id: 'city-score', kind: 'record' },
  { id: 'load-day-ahead', kind: 'series' },
];
const call = async () => ({ models });
const refused = (status: number, detail: string) =>
  Promise.reject(new Refused(status, { title: 'Not found', detail }, 'http://here'));

it('a model that is not there is answered with those that there are, of the kind that the command is for', async () => {
  const asked = () => refused(404, 'There is no model "moods".');
  await expect(orWhatThereIs({ call, model: 'moods' }, asked())).rejects.toThrow(
    'Not found: There is no model "moods". Want one of city-score, load-day-ahead',
  );
  await expect(orWhatThereIs({ call, model: 'city-score', kind: 'series' }, asked())).rejects.toThrow(
    /Want one of load-day-ahead$/,
  );
});

it('a release that is not there leads to the list of its model', async () => {
  await expect(
    orWhatThereIs({ call, model: 'load-day-ahead' }, refused(404, 'There is no release "x".')),
  ).rejects.toThrow('There is no release "x". npm run release -- list load-day-ahead shows its releases');
});

it('another refusal stays as it is', async () => {
  await expect(orWhatThereIs({ call, model: 'moods' }, refused(409, 'Taken.'))).rejects.toThrow(/^Not found: Taken\.$/);
});
