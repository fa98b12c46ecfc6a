// The other end of the echo: gives back what it was given.
import { WorkerEntrypoint } from 'cloudflare:workers';

export class Echo extends WorkerEntrypoint {
  echo(value: string): string {
    return value;
  }
}

export default { fetch: () => new Response(null, { status: 404 }) };
