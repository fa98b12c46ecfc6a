// How anomalies and what people say of them look over the wire: the score, the flag, and what drove it, worst first.
import { z } from '@hono/zod-openapi';
import { nextStep } from '../../data/grid.ts';
import { formatInstant } from '../../data/time.ts';
import { VERDICTS } from '../../db/prediction-schema.ts';
import type { Judgement } from '../../db/queries/anomalies.ts';
import type { Feedback } from '../../db/queries/feedback.ts';
import type { DetectorModel } from '../../models/model.ts';
import { csvLine } from './csv.ts';

export const FeedbackShown = z
  .strictObject({
    id: z.uuid(),
    prediction: z.uuid(),
    verdict: z.enum(VERDICTS),
    comment: z.string().nullable(),
    client: z.string(),
    created_at: z.iso.datetime(),
  })
  .openapi('Feedback');

const Measured = z.strictObject({ name: z.string(), value: z.number(), unit: z.string() });

export const Anomaly = z
  .strictObject({
    id: z.uuid().openapi({ description: 'What lineage, replay and feedback are asked by' }),
    model: z.string(),
    release: z.string(),
    entity: z.string(),
    from: z.iso.datetime(),
    to: z.iso.datetime().openapi({ description: 'Where the step that was judged ends' }),
    judged_at: z.iso.datetime(),
    flagged: z.boolean(),
    score: Measured,
    drivers: z.array(Measured).openapi({ description: 'What was away from usual, furthest first' }),
    simulated: z.boolean(),
    feedback: z.array(FeedbackShown).openapi({ description: 'Oldest first: the latest word counts' }),
  })
  .openapi('Anomaly');
export const AnomalyPage = z.strictObject({
  anomalies: z.array(Anomaly),
  note: z.string().optional().openapi({ description: 'Why there are none, and what to wait for' }),
  next: z.string().optional(),
});

export const LabelShown = FeedbackShown.extend({
  prediction: z
    .uuid()
    .nullable()
    .openapi({ description: 'GET /v1/predictions/{id} gives its features. Of a record null for all but who said it' }),
  model: z.string(),
  release: z.string(),
  entity: z.string().nullable(),
  valid_at: z.iso.datetime().nullable(),
  values: z
    .record(z.string(), z.number())
    .nullable()
    .openapi({ description: 'What was said, by head. Null for a record, which may be a person' }),
}).openapi('Label');
export const LabelPage = z.strictObject({ feedback: z.array(LabelShown), next: z.string().optional() });

export function anomalyShown(model: DetectorModel, one: Judgement): z.infer<typeof Anomaly> {
  const measured = model.heads.flatMap((head) =>
    'unit' in head ? [{ name: head.name, value: one.values[head.name] ?? Number.NaN, unit: head.unit }] : [],
  );
  const [score = { name: '', value: Number.NaN, unit: '' }, ...others] = measured;
  return {
    ...{ id: one.id, model: one.model, release: one.release, entity: one.entity },
    from: formatInstant(one.validAt),
    to: formatInstant(nextStep(model.step, one.validAt)),
    judged_at: formatInstant(one.issuedAt),
    flagged: one.flagged === true,
    score,
    drivers: others.sort((a, b) => Math.abs(b.value) - Math.abs(a.value)),
    simulated: one.simulated,
    feedback: one.feedback.map(feedbackShown),
  };
}

export const feedbackShown = ({ id, prediction, verdict, comment, client, createdAt }: Feedback) => ({
  ...{ id, prediction, verdict, comment, client },
  created_at: formatInstant(createdAt),
});

/** The id of an answer about a record opens its feature row: who reads gets it of what they said themselves. */
export const labelShown = (label: Feedback, reader: string): z.infer<typeof LabelShown> => ({
  ...feedbackShown(label),
  prediction: label.entity !== null || label.client === reader ? label.prediction : null,
  ...{ model: label.model, release: label.release, entity: label.entity, values: label.values },
  valid_at: label.validAt === null ? null : formatInstant(label.validAt),
});

/** One line each; drivers and feedback have a word each: the furthest, the latest. */
export const anomaliesCsv = (anomalies: readonly z.infer<typeof Anomaly>[]): string =>
  csvLine([
    ...['id', 'model', 'release', 'entity', 'from', 'to', 'judged_at', 'flagged', 'score', 'driver', 'driver_value'],
    ...['verdict', 'simulated'],
  ]) +
  anomalies
    .map(({ score, drivers: [furthest], feedback, simulated, ...one }) =>
      csvLine([
        ...[one.id, one.model, one.release, one.entity, one.from, one.to, one.judged_at, one.flagged, score.value],
        ...[furthest?.name, furthest?.value, feedback.at(-1)?.verdict, simulated],
      ]),
    )
    .join('');

/** A spreadsheet takes what begins so for a formula. */
const asText = (words: string | null) => (words !== null && /^[=+\-@\t\r]/.test(words) ? `'${words}` : words);

export const labelsCsv = (labels: readonly z.infer<typeof LabelShown>[]): string =>
  csvLine(['prediction', 'model', 'release', 'entity', 'valid_at', 'verdict', 'comment', 'client', 'created_at']) +
  labels
    .map((one) =>
      csvLine([
        ...[
          one.prediction,
          one.model,
          one.release,
          one.entity,
          one.valid_at,
          one.verdict,
          asText(one.comment),
          one.client,
        ],
        one.created_at,
      ]),
    )
    .join('');
