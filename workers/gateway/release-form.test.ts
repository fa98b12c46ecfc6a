import { expect, it } from 'vitest';
import { bearer, inProcess } from './testing/in-process.ts';

const headers = await bearer(['admin']);

/** What the gateway says before it asks anybody. */
async function refusal(body: BodyInit, type?: string) {
  const init = { method: 'POST', headers: { ...headers, ...(type && { 'Content-Type': type }) }, body };
  const response = await inProcess().ask('/v1/models/city-score/releases', init);
  const { detail, errors } = (await response.json()) as {
    detail: string;
    errors?: { pointer: string; detail: string }[];
  };
  return { status: response.status, detail, errors };
}
function form(...parts: readonly (readonly [string, string | Uint8Array])[]) {
  const made = new FormData();
  for (const [name, text] of parts) made.append(name, new Blob([text]), `${name}.file`);
  return made;
}

it('names each part that is missing, twice there, or unknown', async () => {
  expect(await refusal(form(['release', '{}'], ['release', '{}'], ['onnx', ''], ['notes', 'good']))).toMatchObject({
    status: 400,
    errors: [
      { pointer: '/release', detail: 'got 2 parts of this name, want one' },
      { pointer: '/golden', detail: 'got 0 parts of this name, want one' },
      { pointer: '/notes', detail: 'got an unknown part, want release, golden and onnx' },
    ],
  });
});

it('takes no papers that are not UTF-8: nothing is kept that only stands for what was sent', async () => {
  const latin1 = Uint8Array.of(0x22, 0xe9, 0x22);
  expect(await refusal(form(['release', latin1], ['golden', '[]'], ['onnx', '']))).toMatchObject({
    status: 400,
    errors: [{ pointer: '/release', detail: 'got a release.json whose bytes are not UTF-8, want UTF-8' }],
  });
});

it('takes no papers that no release needs', async () => {
  const long = new Uint8Array(4 * 1_048_576 + 1).fill(0x20);
  expect(await refusal(form(['release', '{}'], ['golden', long], ['onnx', '']))).toMatchObject({
    status: 400,
    errors: [{ pointer: '/golden', detail: 'got 4194305 bytes, want 4194304 at most' }],
  });
});

it('takes no other type, no form that breaks off, and none without its boundary', async () => {
  expect(await refusal('{}', 'application/json')).toMatchObject({
    status: 415,
    detail: 'Got "application/json", want multipart/form-data.',
  });
  const cut = '--b\r\nContent-Disposition: form-data; name="release"; filename="r"\r\n\r\n{';
  for (const type of ['multipart/form-data; boundary=b', 'multipart/form-data']) {
    expect(await refusal(cut, type)).toMatchObject({
      status: 400,
      errors: [
        {
          pointer: '',
          detail: expect.stringMatching(/^got .+, want multipart\/form-data with release, golden and onnx$/),
        },
      ],
    });
  }
});

it('stops reading at twenty megabytes, whether or not it was told how much comes', async () => {
  const part = new Uint8Array(1_048_576);
  let sent = 0;
  const endless = new ReadableStream({
    pull(to) {
      sent += 1;
      if (sent > 100) to.close();
      else to.enqueue(part);
    },
  });
  const init = {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'multipart/form-data; boundary=b' },
    body: endless,
    duplex: 'half',
  };
  const response = await inProcess().ask('/v1/models/city-score/releases', init as RequestInit);
  expect(response.status).toBe(413);
});
