// An answer before it is sent: status, headers and the pieces of its body.

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Iterable<string>;
}

export const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

export const jsonReply = (status: number, value: unknown): Reply => ({
  status,
  headers: JSON_TYPE,
  body: [JSON.stringify(value)],
});
