// Jupyter messages on ZeroMQ: how they are signed, packed and read (messaging protocol 5.3). No sockets here.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const DELIMITER = '<IDS|MSG>';

const Content = z.record(z.string(), z.unknown());
const Header = z.object({ msg_id: z.string(), msg_type: z.string() });
const Parent = z.object({ msg_id: z.string().optional() });

export interface Message {
  readonly id: string;
  readonly type: string;
  /** The id of the request it answers. */
  readonly answers: string | undefined;
  readonly content: z.infer<typeof Content>;
}

export interface Wire {
  pack(type: string, content: Readonly<Record<string, unknown>>): { readonly id: string; readonly frames: string[] };
  read(frames: readonly Buffer[]): Message;
}

export function wireWith(key: string): Wire {
  const session = randomUUID();
  const sign = (parts: readonly (string | Buffer)[]): string => {
    const hmac = createHmac('sha256', key);
    for (const part of parts) hmac.update(part);
    return hmac.digest('hex');
  };
  return {
    pack(type, content) {
      const id = randomUUID();
      const header = {
        msg_id: id,
        session,
        username: 'wattmesh',
        date: new Date().toISOString(),
        msg_type: type,
        version: '5.3',
      };
      const parts = [JSON.stringify(header), '{}', '{}', JSON.stringify(content)];
      return { id, frames: [DELIMITER, sign(parts), ...parts] };
    },
    read(frames) {
      const start = frames.findIndex((frame) => frame.toString() === DELIMITER);
      const [signature, header, parent, metadata, content] = frames.slice(start + 1);
      if (start < 0 || !signature || !header || !parent || !metadata || !content) {
        throw new Error(`a kernel message of ${frames.length} frames, want a signature and four parts`);
      }
      const want = Buffer.from(sign([header, parent, metadata, content]));
      if (want.length !== signature.length || !timingSafeEqual(want, signature)) {
        throw new Error('a kernel message is not signed with the key of this session');
      }
      const { msg_id: id, msg_type: type } = Header.parse(JSON.parse(header.toString()));
      const answers = Parent.parse(JSON.parse(parent.toString())).msg_id;
      return { id, type, answers, content: Content.parse(JSON.parse(content.toString())) };
    },
  };
}
