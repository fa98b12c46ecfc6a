// What the walk refuses, ONNX Runtime runs in this very isolate.
import { expect, it } from 'vitest';
import { openGraph } from './graph.ts';

/** One column, its error function as y. */
const ERF =
  'CAgSCHdhdHRtZXNoOlMKFQoIZmVhdHVyZXMSAXkaAXkiA0VyZhIBdFoeCghmZWF0dXJlcxISChAIARIMCgYSBHJvd3MKAggBYhcKAXkSEgoQCAESDAoGEgRyb3dzCgIIAUIECgAQEUIOCgphaS5vbm54Lm1sEAM=';
const onnx = () => Uint8Array.from(atob(ERF), (character) => character.charCodeAt(0)).buffer;
const shape = { features: ['x'], heads: ['y'] };

it('runs in the runtime what has no walk, says why, and explains nothing of it', async () => {
  const graph = await openGraph(onnx(), shape, async () => true);
  expect(graph.inRuntimeFor).toBe('Erf needs ONNX Runtime');
  const [y] = await graph.run(Float32Array.of(0, 1, -1));
  expect([...y!]).toEqual([0, expect.closeTo(0.842701, 6), expect.closeTo(-0.842701, 6)]);
  expect(await graph.explain(Float32Array.of(1))).toBeNull();
  await graph.close();
});

it('says what the graph has in place of what the model declares', async () => {
  const another = openGraph(onnx(), { ...shape, heads: ['z'] }, async () => true);
  await expect(another).rejects.toThrow('the graph has outputs y, the model declares z');
});
