// npm run release: a client of the API that keeps releases of a model and says which of them answers. Decides nothing: the gate is predict's.
import { parseArgs } from 'node:util';
import { addressOf, type Client, clientOf } from './ingest/client.ts';
import { Aliases, listing } from './release/listing.ts';
import { upload } from './release/upload.ts';

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

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      reason: { type: 'string' },
      percent: { type: 'string' },
      seen: { type: 'string' },
      json: { type: 'boolean', default: false },
      url: { type: 'string' },
      key: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(USAGE);
  const [verb, model, named, ...others] = positionals;
  if (!verb || !model || others.length > 0) throw new Error(`want\n${USAGE}`);
  const call = clientOf(addressOf(values));
  const path = `/v1/models/${model}`;
  if (verb === 'upload') return console.log(await upload({ call, model, folder: named, asJson: values.json }));
  if (verb !== 'list') await change(call, path, { verb, named, ...values });
  const [{ releases }, aliases] = await Promise.all([call(path).then(listing.parse), call(`${path}/aliases`)]);
  console.log(values.json ? JSON.stringify(aliases, null, 2) : listing.text(model, releases, Aliases.parse(aliases)));
}

interface Asked {
  readonly verb: string;
  readonly named: string | undefined;
  readonly reason?: string | undefined;
  readonly percent?: string | undefined;
  readonly seen?: string | undefined;
}

async function change(call: Client, path: string, { verb, named, reason, percent, seen }: Asked): Promise<void> {
  if (!reason) throw new Error(`${verb} wants --reason: who looks at the history in a month asks why`);
  const version = seen ?? String(Aliases.parse(await call(`${path}/aliases`)).version);
  const headers = { 'if-match': `"${version}"` };
  if (verb === 'rollback') {
    await call(`${path}/rollback`, { headers, body: JSON.stringify({ reason }) });
    return;
  }
  if (!named) throw new Error(`want\n${USAGE}`);
  switch (verb) {
    case 'promote':
    case 'shadow':
    case 'canary': {
      const body = JSON.stringify({
        release: named,
        reason,
        ...(percent !== undefined && { percent: Number(percent) }),
      });
      await call(`${path}/aliases/${verb === 'promote' ? 'live' : verb}`, { method: 'PUT', headers, body });
      return;
    }
    case 'clear':
      await call(`${path}/aliases/${named}?${new URLSearchParams({ reason })}`, { method: 'DELETE', headers });
      return;
    default:
      throw new Error(`got ${verb}, want\n${USAGE}`);
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
