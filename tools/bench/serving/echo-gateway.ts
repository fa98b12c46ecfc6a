// The least that a gateway can do: JSON in, one RPC call, JSON out. What our own gateway is measured against.
interface Echo {
  echo(value: string): Promise<string>;
}

export default {
  async fetch(request: Request, { ECHO }: { ECHO: Echo }): Promise<Response> {
    return new Response(await ECHO.echo(JSON.stringify(await request.json())), {
      headers: { 'Content-Type': 'application/json' },
    });
  },
};
