// Releases that are broken, each in its way: sent by a client, named by one, and named past the gate, as a lake that was damaged afterwards would have it.
import { promote, refusalOf, rollBack, standing, upload } from './client.ts';
import type { DrillCase } from './drilled.ts';
import type { Lake } from './product.ts';
import { areAll200, askMeanwhile, RECORD, statusesOf } from './questions.ts';
import { brokenReleases, type ReleaseFiles } from './releases.ts';
import { until } from './until.ts';

const TRIED_WITHIN_MS = 20_000;
const ASKED_AFTERWARDS = 30;

export const brokenRelease: DrillCase = {
  name: 'broken release',
  what: 'wrong hash, no graph, golden vectors that fail: refused, and the one before goes on',
  async play({ product, ask, call }, journal) {
    const { id: model } = RECORD;
    const { live = 'none' } = await standing(call, model);
    journal.say(`live is ${live}`);
    const meanwhile = askMeanwhile(ask, journal);
    const lake = await product.lake();
    for (const { fault, says, files } of await brokenReleases(model)) {
      const sent = await refusalOf(upload(call, model, files));
      journal.claim(`${fault}: sent, it is refused`, sent?.status === 422 && says.test(sent.why), reasonOf(sent));
      await putByHand(lake, model, files);
      journal.say(`${fault}: ${files.id} is put into the lake by hand`);
      const named = await refusalOf(promote(call, model, files.id));
      journal.claim(`${fault}: named, it is refused`, named?.status === 422 && says.test(named.why), reasonOf(named));

      const begun = journal.elapsed();
      const told = product.logs.length;
      const wish = { kind: 'live', release: files.id, by: 'drill', reason: 'past the gate', seed: live };
      await (await product.aliases()).say(model, wish, null);
      journal.say(`${fault}: the alias names it all the same, past the gate`);
      const refusal = () =>
        product.logs.slice(told).find((line) => line.includes('release_refused') && line.includes(files.id));
      await until('an isolate tried to open it', () => refusal() !== undefined, { withinMs: TRIED_WITHIN_MS });
      journal.say(`an isolate has tried it: ${refusal()}`);
      const triedAt = journal.elapsed();
      const since = () =>
        meanwhile.answers.filter(
          ({ askedAt, question }) => askedAt > triedAt && (question === 'predict a record' || question === 'infer'),
        );
      await until('it was asked again and again', () => since().length >= ASKED_AFTERWARDS, {
        withinMs: TRIED_WITHIN_MS,
      });
      const after = since();
      journal.claim(
        `${fault}: found broken at load, the one before answers`,
        after.every(({ release }) => release === live),
        `${after.length} answers by ${[...new Set(after.map(({ release }) => release))].join(', ')}; it was tried ${triedAt - begun} ms after the alias`,
      );
      await rollBack(call, model);
    }
    const answers = await meanwhile.stop();
    journal.claim('nobody was refused meanwhile', areAll200(answers), statusesOf(answers));
    const { live: after } = await standing(call, model);
    journal.claim('what was live before is live again', after === live, String(after));
  },
};

async function putByHand(lake: Lake, model: string, { id, onnx, release, golden }: ReleaseFiles): Promise<void> {
  const folder = `models/${model}/${id}/`;
  await lake.put(`${folder}model.onnx`, onnx);
  await lake.put(`${folder}golden.json`, golden);
  await lake.put(`${folder}release.json`, release);
}

const reasonOf = (refusal: { readonly status: number; readonly why: string } | null): string =>
  refusal ? `${refusal.status} ${refusal.why}` : 'it was taken';
