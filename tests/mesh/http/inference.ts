// The Open Inference Protocol: the graph of a model gives over /v2 what the model gives over /v1, to the bit, in JSON and in bytes.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Gateway, JSON_TYPE } from './gateway.ts';

const MODEL = '/v2/models/city-score';
const INFER = `${MODEL}/infer`;
const BINARY = { 'Content-Type': 'application/octet-stream' };
/** In the order of the features, and as /v1 takes it. */
const INDICATORS = [48.5, 99, 20, 0.99, 800, 0.7, 0.05, 0.1, 4, 11];

export function inference(gateway: Gateway): void {
  const { ask, bare } = gateway;
  const json = (body: object) => ({ method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) });
  const oneCity = (more: object = {}) =>
    json({ inputs: [{ name: 'features', shape: [1, 10], datatype: 'FP64', data: INDICATORS, ...more }] });
  const errorOf = async (response: Response) => [response.status, (await response.json()).error];

  describe('inference', () => {
    it('is alive and ready, and says so to everyone', async () => {
      expect(await (await bare('/v2')).json()).toEqual({
        name: 'wattmesh',
        version: '1',
        extensions: ['binary_tensor_data'],
      });
      expect((await bare('/v2/health/live')).status).toBe(200);
      expect((await bare('/v2/health/ready')).status).toBe(200);
      expect((await bare(MODEL)).status).toBe(401);
    });

    it('shows what a graph takes and gives, under the id of its release and as the one that is live', async () => {
      const model = await (await ask(MODEL)).json();
      expect(model).toEqual({
        name: 'city-score',
        versions: [expect.stringMatching(/^\d{4}-\d\d-\d\d-[0-9a-f]{8}$/)],
        platform: 'onnxruntime_onnx',
        inputs: [{ name: 'features', datatype: 'FP32', shape: [-1, 10] }],
        outputs: [{ name: 'datacenter_suitability_index', datatype: 'FP32', shape: [-1, 1] }],
      });
      for (const version of ['live', model.versions[0]]) {
        expect(await (await ask(`${MODEL}/versions/${version}`)).json()).toEqual(model);
        expect((await ask(`${MODEL}/versions/${version}/ready`)).status).toBe(200);
        expect((await ask(`${MODEL}/versions/${version}/infer`, oneCity())).status).toBe(200);
      }
      expect((await ask(`${MODEL}/ready`)).status).toBe(200);
      const index = await (await ask('/v2/repository/index', { method: 'POST' })).json();
      expect(index).toContainEqual({ name: 'city-score', version: model.versions[0], state: 'READY', reason: '' });
      expect(await (await ask('/v2/repository/index', json({ ready: true }))).json()).toEqual(index);
    });

    it('gives what /v1 gives, in JSON, in bytes, and packed', async () => {
      const [low, high] = [INDICATORS, INDICATORS.map((value) => value / 2)];
      const names = (await (await ask('/v1/models/city-score')).json()).features as string[];
      const row = (values: readonly number[]) => Object.fromEntries(names.map((name, i) => [name, values[i]]));
      const predicted = await (
        await ask('/v1/models/city-score/predict', json({ rows: [row(low), row(high)] }))
      ).json();
      const want = predicted.rows.map(
        (one: { values: Record<string, number> }) => one.values['datacenter_suitability_index'],
      );

      const input = { name: 'features', shape: [2, 10], datatype: 'FP32' };
      const asJson = await (await ask(INFER, json({ id: 'mine', inputs: [{ ...input, data: [low, high] }] }))).json();
      expect(asJson).toEqual({
        id: 'mine',
        model_name: 'city-score',
        model_version: predicted.release,
        parameters: { simulated: true, prediction_ids: expect.stringMatching(/^[0-9a-f-]{36},[0-9a-f-]{36}$/) },
        outputs: [{ name: 'datacenter_suitability_index', datatype: 'FP32', shape: [2, 1], data: want }],
      });

      const head = JSON.stringify({
        inputs: [{ ...input, parameters: { binary_data_size: 80 } }],
        parameters: { binary_data_output: true },
      });
      const body = Buffer.concat([Buffer.from(head), Buffer.from(Float32Array.from([...low, ...high]).buffer)]);
      const headers = { ...BINARY, 'Inference-Header-Content-Length': String(head.length) };
      const valuesOf = async (response: Response) => {
        const bytes = await response.arrayBuffer();
        const begins = Number(response.headers.get('Inference-Header-Content-Length'));
        expect(bytes.byteLength).toBe(begins + 8);
        return [...new Float32Array(bytes.slice(begins))];
      };
      expect(await valuesOf(await ask(INFER, { method: 'POST', headers, body }))).toEqual(want);
      const packed = { method: 'POST', headers: { ...headers, 'Content-Encoding': 'gzip' }, body: gzipSync(body) };
      expect(await valuesOf(await ask(INFER, packed))).toEqual(want);
    });

    it('is remembered row by row: each id leads to its features, and the replay gives the same bits', async () => {
      const asked = await ask(INFER, oneCity());
      const { parameters, outputs } = await asked.json();
      const path = `/v1/predictions/${parameters.prediction_ids}`;
      await expect.poll(async () => (await ask(path)).status, { timeout: 20_000 }).toBe(200);
      expect(await (await ask(path)).json()).toMatchObject({
        ...{ kind: 'on demand', model: 'city-score', source: 'model', row: 0 },
        request_id: asked.headers.get('X-Request-Id'),
        values: { datacenter_suitability_index: outputs[0].data[0] },
        features: { energy_cost_eur_per_mwh: 48.5, low_carbon_pct: 99 },
      });
      expect(await (await ask(`${path}/replay`, { method: 'POST' })).json()).toMatchObject({ same: true, differs: [] });
    });

    it('says what it got and what it wants, in the shape of the protocol', async () => {
      expect(await errorOf(await ask(INFER, oneCity({ shape: [10, 1] })))).toEqual([
        400,
        '/inputs/0/shape: got [10, 1], want [-1, 10]: 1 to 10000 rows of 10 features',
      ]);
      expect(await errorOf(await ask(INFER, oneCity({ datatype: 'BYTES' })))).toEqual([
        400,
        expect.stringMatching(/^\/inputs\/0\/datatype: BYTES are text/),
      ]);
      for (const path of [INFER, `${MODEL}/versions/live/infer`]) {
        const form = { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: 'x' };
        expect(await errorOf(await ask(path, form))).toEqual([
          415,
          'Got "text/plain", want application/json or application/octet-stream.',
        ]);
        const endless = { method: 'POST', headers: JSON_TYPE, body: ' '.repeat(17_000_000) };
        expect((await ask(path, endless)).status).toBe(413);
      }
      const noGzip = { method: 'POST', headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip' }, body: '{}' };
      expect(await errorOf(await ask(INFER, noGzip))).toEqual([400, expect.stringContaining('gzip does not unpack')]);
      const bomb = {
        method: 'POST',
        headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip' },
        body: gzipSync(' '.repeat(17_000_000)),
      };
      expect((await ask(INFER, bomb)).status).toBe(413);
      expect((await ask('/v2/repository/index', { method: 'POST', body: 'x'.repeat(20_000) })).status).toBe(413);
      const brotli = { method: 'POST', headers: { ...JSON_TYPE, 'Content-Encoding': 'br' }, body: 'x' };
      for (const path of ['/v2/repository/index', INFER]) {
        expect(await errorOf(await ask(path, brotli))).toEqual([
          415,
          'Got Content-Encoding: "br", want gzip, deflate or none.',
        ]);
      }
      expect(await errorOf(await ask('/v2/models'))).toEqual([404, 'There is no path "/v2/models".']);
      expect(await errorOf(await ask(INFER))).toEqual([405, 'This path answers to OPTIONS, POST.']);
    });

    it.each([
      ['an unknown model', '/v2/models/nothing', 'There is no model "nothing".'],
      ['an unknown version', `${MODEL}/versions/2`, 'There is no version of city-score "2".'],
    ])('knows no %s', async (_what, path, error) => {
      expect(await errorOf(await ask(path))).toEqual([404, error]);
      expect(await errorOf(await ask(`${path}/ready`))).toEqual([404, error]);
      expect(await errorOf(await ask(`${path}/infer`, oneCity()))).toEqual([404, error]);
    });

    it('with features that no past makes is refused, and takes nobody down', async () => {
      const model = '/v2/models/load-day-ahead-tso';
      const [{ shape }] = (await (await ask(model)).json()).inputs;
      // No day has a millionth hour.
      const data = Array(shape[1]).fill(1e6);
      const input = { name: 'features', shape: [1, data.length], datatype: 'FP32', data };
      expect(await errorOf(await ask(`${model}/infer`, json({ inputs: [input] })))).toEqual([
        400,
        expect.stringContaining('/inputs/0/data: got features that the graph cannot compute with: '),
      ]);
      expect((await ask(INFER, oneCity())).status).toBe(200);
    });
  });
}
