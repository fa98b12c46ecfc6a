import { expect, it } from 'vitest';
import { wireWith } from './wire.ts';

const frames = (wire: ReturnType<typeof wireWith>) =>
  wire.pack('execute_request', { code: '1' }).frames.map((frame) => Buffer.from(frame));

it('reads what it packed, whatever routing frames stand before it', () => {
  const wire = wireWith('key');
  expect(wire.read([Buffer.from('route'), ...frames(wire)])).toMatchObject({
    type: 'execute_request',
    content: { code: '1' },
  });
});

it('refuses a message signed with another key, and one that is cut short', () => {
  expect(() => wireWith('key').read(frames(wireWith('other')))).toThrow('not signed with the key of this session');
  expect(() => wireWith('key').read(frames(wireWith('key')).slice(0, 4))).toThrow('of 4 frames');
});
