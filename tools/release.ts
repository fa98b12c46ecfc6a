// npm run release: a client of the API that keeps releases of a model and says which of them answers. Decides nothing: the gate is predict's.
import { command, NotUnderstood } from './command.ts';
import { addressOf, clientOf } from './ingest/client.ts';
import { CHANGES, make } from './release/change.ts';
import { Aliases, listing } from './release/listing.ts';
import { orWhatThereIs } from './release/not-found.ts';
import { filesOf, upload } from './release/upload.ts';

const USAGE = `npm run release -- list     <model>
npm run release -- upload   <model> [folder]                          model.onnx, release.json, golden.json; models/<model> when absent
npm run release -- promote  <model> <release> --reason "…"            live within ten seconds, everywhere
npm run release -- rollback <model> --reason "…"                      what was live before
npm run release -- canary   <model> <release> --percent 10 --reason "…"
npm run release -- shadow   <model> <release> --reason "…"
npm run release -- clear    <model> live|shadow|canary --reason "…"   live follows the bundled release again
  --seen <version>     only if nothing has changed since this version, which \`list\` shows; what stands now, when absent
  --json               the answer as JSON for programs
  --url <url>          where Wattmesh answers; what \`npm start\` runs here, when absent
  --key <key>          API key with the scope admin; the one of \`npm start\`, when absent`;

const VERBS = ['list', 'upload', ...Object.keys(CHANGES)];

await command({
  name: 'release',
  usage: USAGE,
  options: {
    reason: { type: 'string' },
    percent: { type: 'string' },
    seen: { type: 'string' },
    json: { type: 'boolean', default: false },
    url: { type: 'string' },
    key: { type: 'string' },
  },
  async run({ values, positionals }) {
    const [verb = 'nothing', model, named, ...others] = positionals;
    if (!VERBS.includes(verb)) throw new NotUnderstood(`got ${verb}, want one of ${VERBS.join(', ')}, and a model`);
    if (!model) throw new NotUnderstood(`${verb} wants a model, as load-day-ahead`);
    const [stranger] = verb === 'list' && named ? [named] : others;
    if (stranger)
      throw new NotUnderstood(`${verb} has no use for ${stranger}; a reason of several words stands in quotes`);
    const change = CHANGES[verb]?.({ model, named, wishes: values });
    if (change && !values.reason)
      throw new NotUnderstood(`${verb} wants --reason: who looks at the history in a month asks why`);
    if (values.seen !== undefined && !/^\d+$/.test(values.seen))
      throw new NotUnderstood(`--seen: got ${values.seen}, want the version that list shows, as 3`);
    const files = verb === 'upload' ? await filesOf(model, named) : undefined;
    const call = clientOf(addressOf(values));
    if (files)
      return console.log(await orWhatThereIs({ call, model }, upload({ call, model, files, asJson: values.json })));
    const path = `/v1/models/${encodeURIComponent(model)}`;
    if (change) await orWhatThereIs({ call, model }, make(change, { call, path, seen: values.seen }));
    const [{ releases }, aliases] = await orWhatThereIs(
      { call, model },
      Promise.all([call(path).then(listing.parse), call(`${path}/aliases`)]),
    );
    console.log(values.json ? JSON.stringify(aliases, null, 2) : listing.text(model, releases, Aliases.parse(aliases)));
  },
});
