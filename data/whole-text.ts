// The whole of a small answer as text, for formats that cannot be read piece by piece. Never holds more than it is told to.
import { ShapeError } from './dataset.ts';

export async function wholeText(bytes: AsyncIterable<Uint8Array>, maxCharacters: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of bytes) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > maxCharacters) throw new ShapeError(`an answer of more than ${maxCharacters} characters`);
  }
  return text + decoder.decode();
}
