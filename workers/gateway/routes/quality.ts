// Quality reports: what came of the runs of a dataset, as JSON or as one HTML file. Those about persons hold no value, so every dataset has them.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { latestReports } from '../../../db/queries/latest-reports.ts';
import { listReports } from '../../../db/queries/run-pages.ts';
import { findRun } from '../../../db/queries/runs.ts';
import { GRADES, QualityReport } from '../../mesh/quality-report.ts';
import { ALL_DATASETS, anyDatasetById } from '../definitions.ts';
import type { Gateway, GatewayContext } from '../env.ts';
import { isolateOf } from '../isolate.ts';
import { FORMATS, type Format, negotiate } from '../negotiate.ts';
import { page } from '../pages.ts';
import { cursorParam, idParam, limitParam, wordParam } from '../params.ts';
import { qualityList } from '../quality-page/list.ts';
import { qualityPage } from '../quality-page/page.ts';
import { STYLE } from '../quality-page/style.ts';
import { LANGUAGES, type Language, languageOf } from '../quality-page/words.ts';
import { pageOf, refuse } from '../refuse.ts';
import { answers, createRoute, GUARDED, guarded, json, open, query } from '../route.ts';

/** Feeds that no definition names: what people push and send. */
const BY_HAND = ['push', 'upload'];

const id = idParam('id', 'consumption');
const asPage = {
  format: wordParam(['json', 'html'], 'Media type; Accept says the same').optional(),
  lang: wordParam(LANGUAGES, 'Language of the page; Accept-Language says the same').optional(),
};
const jsonOrPage = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { [FORMATS.json]: { schema }, [FORMATS.html]: { schema: z.string() } },
});

export function qualityRoutes(app: OpenAPIHono<Gateway>): void {
  const Report = app.openAPIRegistry.register('QualityReport', QualityReport);
  const Reports = z.strictObject({ dataset: z.string(), reports: z.array(Report), next: z.string().optional() });

  const overview = createRoute({
    method: 'get',
    path: '/v1/quality',
    operationId: 'getQuality',
    tags: ['datasets'],
    summary: 'Every dataset with the grade that the latest run of each feed was given',
    ...guarded('read'),
    request: { query: query({}) },
    responses: answers({ 200: json(Overview, 'All of them') }, 400, ...GUARDED),
  });
  const list = createRoute({
    method: 'get',
    path: '/v1/datasets/{id}/quality',
    operationId: 'listQualityReports',
    tags: ['datasets'],
    summary: 'The reports of the latest runs that have ended, failed ones too, newest first',
    ...guarded('read'),
    request: {
      params: z.object({ id }),
      query: query({
        limit: limitParam({ standard: 10, most: 100, description: 'How many' }),
        cursor: cursorParam.optional(),
        ...asPage,
      }),
    },
    responses: answers({ 200: jsonOrPage(Reports, 'The reports') }, 400, 404, 406, ...GUARDED),
  });
  const latest = createRoute({
    method: 'get',
    path: '/v1/datasets/{id}/quality/latest',
    operationId: 'getLatestQualityReport',
    tags: ['datasets'],
    summary: 'The report of the latest run that has ended, whichever feed it was of',
    ...guarded('read'),
    request: { params: z.object({ id }), query: query(asPage) },
    responses: answers({ 200: jsonOrPage(Report, 'The report') }, 400, 404, 406, ...GUARDED),
  });
  const one = createRoute({
    method: 'get',
    path: '/v1/datasets/{id}/quality/{run}',
    operationId: 'getQualityReport',
    tags: ['datasets'],
    summary: 'The report of one run',
    ...guarded('read'),
    request: {
      params: z.object({ id, run: idParam('run', 'consumption-national-live-20261121T0245Z') }),
      query: query(asPage),
    },
    responses: answers({ 200: jsonOrPage(Report, 'The report') }, 400, 404, 406, ...GUARDED),
  });
  const reader = createRoute({
    method: 'get',
    path: '/quality',
    operationId: 'qualityPage',
    tags: ['service'],
    summary: 'A page that lists the grades and opens the reports, for people with a key',
    ...open,
    responses: answers({ 200: { description: 'A page', content: { 'text/html': { schema: z.string() } } } }, 429),
  });

  app.openapi(reader, async (c) => page(c, 'quality.html', [await styleHash()]));
  app.openapi(overview, async (c) => {
    const feeds = ALL_DATASETS.flatMap(({ id: dataset, feeds: own }) =>
      [...own.map((feed) => feed.id), ...BY_HAND].map((feed) => ({ dataset, feed })),
    );
    const reports = glancesAt(await latestReports(isolateOf(c.env).db, feeds));
    const datasets = ALL_DATASETS.map(({ id: dataset, title }) => ({
      dataset,
      title: { ...title },
      feeds: reports.filter((report) => report.dataset === dataset).map(graded),
    }));
    return Response.json({ datasets } satisfies z.infer<typeof Overview>);
  });
  app.openapi(list, async (c) => {
    const definition = anyDatasetById(c.req.valid('param').id);
    if (!definition.ok) return refuse(c, definition.failure);
    const { limit = 10, cursor, format, lang } = c.req.valid('query');
    const as = negotiate(c.req.header('accept'), format, ['json', 'html']);
    if (!as.ok) return refuse(c, as.failure);
    const { id: dataset, title } = definition.value;
    const found = pageOf(await listReports(isolateOf(c.env).db, { dataset, limit, cursor }));
    if (!found.ok) return refuse(c, found.failure);
    const { next } = found.value;
    const reports = readable(found.value.reports);
    if (as.value === 'html') {
      const language = languageAsked(c, lang);
      return htmlAnswer(qualityList(reports, { title, language }), language);
    }
    return jsonAnswer({ dataset, reports, ...(next && { next }) });
  });
  app.openapi(latest, async (c) => {
    const { id: dataset } = c.req.valid('param');
    const asked = c.req.valid('query');
    return reportOf(c, { dataset, run: 'latest', ...asked }, async () => {
      const found = pageOf(await listReports(isolateOf(c.env).db, { dataset, limit: 1 }));
      return found.ok ? found.value.reports[0] : undefined;
    });
  });
  app.openapi(one, async (c) => {
    const { id: dataset, run } = c.req.valid('param');
    return reportOf(c, { dataset, run, ...c.req.valid('query') }, async () => {
      const found = await findRun(isolateOf(c.env).db, run);
      return found?.dataset === dataset ? found.report : undefined;
    });
  });
}

const Overview = z
  .strictObject({
    datasets: z.array(
      z.strictObject({
        dataset: z.string(),
        title: z.strictObject({ en: z.string(), fr: z.string() }),
        feeds: z.array(
          z.strictObject({
            feed: z.string(),
            run: z.string(),
            grade: z.enum(GRADES),
            reported_at: z.iso.datetime(),
            simulated: z.boolean(),
            completeness: z.number().optional(),
            rows: z.int(),
            rejected: z.int(),
            anomalies: z.int(),
          }),
        ),
      }),
    ),
  })
  .openapi('QualityOverview');

function graded({ feed, run, grade, reportedAt, simulated, measures }: Glance) {
  const { completeness, rows, rejected, anomalies } = measures;
  return {
    feed,
    run,
    grade,
    reported_at: reportedAt,
    simulated,
    ...(completeness !== undefined && { completeness }),
    rows,
    rejected,
    anomalies,
  };
}

/** What a dry run would change is kept beside its report, and given with the run. */
const Kept = z.object(QualityReport.shape);
/** A report of an earlier version is not read: its run still says what came of it. */
const readable = (reports: readonly unknown[]): QualityReport[] =>
  reports.flatMap((report) => Kept.safeParse(report).data ?? []);

/** What the overview shows of a report. */
const Glance = z.object(QualityReport.shape).pick({
  version: true,
  dataset: true,
  feed: true,
  run: true,
  grade: true,
  reportedAt: true,
  simulated: true,
  measures: true,
});
type Glance = z.infer<typeof Glance>;
const glancesAt = (reports: readonly unknown[]): Glance[] =>
  reports.flatMap((report) => Glance.safeParse(report).data ?? []);

async function reportOf(
  c: GatewayContext,
  asked: {
    readonly dataset: string;
    readonly run: string;
    readonly format?: Extract<Format, 'json' | 'html'> | undefined;
    readonly lang?: Language | undefined;
  },
  find: () => Promise<unknown>,
): Promise<Response> {
  const definition = anyDatasetById(asked.dataset);
  if (!definition.ok) return refuse(c, definition.failure);
  const as = negotiate(c.req.header('accept'), asked.format, ['json', 'html']);
  if (!as.ok) return refuse(c, as.failure);
  const [report] = readable([await find()]);
  if (!report) return refuse(c, { reason: 'not_found', what: 'quality report', id: asked.run });
  if (as.value === 'json') return jsonAnswer(report);
  const language = languageAsked(c, asked.lang);
  const { title, licence } = definition.value;
  return htmlAnswer(qualityPage(report, { title, licence, language }), language);
}

const languageAsked = (c: GatewayContext, lang: Language | undefined): Language =>
  languageOf(lang, c.req.header('accept-language'));

const VARY = 'Accept, Accept-Language, Authorization, X-API-Key';
const KEPT = { 'Cache-Control': 'private, no-cache', Vary: VARY };

const jsonAnswer = (body: object): Response => Response.json(body, { headers: KEPT });

async function htmlAnswer(body: string, language: Language): Promise<Response> {
  const policy = `default-src 'none'; style-src ${await styleHash()}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return new Response(body, {
    headers: {
      ...KEPT,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Language': language,
      'Content-Security-Policy': policy,
    },
  });
}

let hash: string | undefined;
/** Of the one stylesheet of the reports: it may stand in the page, and no other. */
async function styleHash(): Promise<string> {
  if (!hash) {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(STYLE)));
    hash = `'sha256-${btoa(String.fromCharCode(...digest))}'`;
  }
  return hash;
}
