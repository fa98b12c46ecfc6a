// The least that a gateway can do: JSON in, one RPC call or none, JSON out. What our own gateway is measured against.
interface Echo {
  echo(value: string): Promise<string>;
}

export default {
  async fetch(request: Request, { ECHO }: { ECHO: Echo }): Promise<Response> {
    const text = JSON.stringify(await request.json());
    const told = new URL(request.url).pathname === '/alone' ? text : await ECHO.echo(text);
    return new Response(told, { headers: { 'Content-Type': 'application/json' } });
  },
};
