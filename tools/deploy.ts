// npm run deploy: a rehearsal without an account; with CLOUDFLARE_API_TOKEN and DATABASE_URL, the real thing.
import { gatherAssets } from './assets.ts';
import { command, NotUnderstood } from './command.ts';
import { deploy } from './deploy/account.ts';
import { rehearse, table } from './deploy/rehearsal.ts';

const USAGE = `npm run deploy     sizes, and what would go where: nothing leaves this machine
With CLOUDFLARE_API_TOKEN and DATABASE_URL in the environment, the real thing.`;

await command({
  name: 'deploy',
  usage: USAGE,
  options: {},
  async run({ positionals }) {
    if (positionals.length > 0) throw new NotUnderstood(`want no words, got ${positionals.join(' ')}`);
    const { CLOUDFLARE_API_TOKEN, DATABASE_URL } = process.env;

    await gatherAssets();
    console.log(table(await rehearse()));
    if (CLOUDFLARE_API_TOKEN && DATABASE_URL) {
      await deploy({ ownerUrl: DATABASE_URL, say: (line) => console.log(line) });
    } else {
      const missing = Object.entries({ CLOUDFLARE_API_TOKEN, DATABASE_URL }).filter(([, value]) => !value);
      console.log(
        `\nThis was a rehearsal: nothing left this machine. To deploy, set ${missing.map(([name]) => name).join(' and ')}.`,
      );
    }
  },
});
