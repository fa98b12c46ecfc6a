// What every table and column means, for whoever looks at the database itself. Datasets speak for themselves; the mesh's own tables speak here.
import { getTableColumns, getTableName } from 'drizzle-orm';
import type { DatasetDefinition } from '../data/dataset.ts';
import { quoted } from './queries/dataset-table.ts';

interface TableNotes {
  readonly table: string;
  readonly columns: Readonly<Record<string, string>>;
}

const SYSTEM: Readonly<Record<string, TableNotes>> = {
  dataset_origin: {
    table: 'Whether a dataset holds measured or simulated facts. Decided by its first load, and never mixed after.',
    columns: { dataset: 'Id of the dataset.', simulated: 'True when its facts come from the simulator.' },
  },
  run: {
    table: 'One execution of ingestion for one feed of a dataset and one window.',
    columns: {
      id: 'Also the id of its Workflow instance. Scheduled runs are named after their slot, so that a tick may repeat.',
      dataset: 'Id of the dataset.',
      feed: 'Id of the feed within the dataset; push, upload and replay for what no feed brings.',
      trigger: 'What started it: cron, request, push, upload or replay.',
      request_id: 'The request or tick that started it, as in every log line it caused.',
      window_from: 'First instant asked for.',
      window_to: 'First instant no longer asked for.',
      is_dry: 'True when it says what would change, and changes nothing.',
      status: 'queued, running, succeeded or failed.',
      step: 'The step it is in. Null when it has ended.',
      progress: 'How much of that step is done: unit, done, total.',
      reason: 'Why it failed, in a sentence.',
      rows_extracted: 'Rows that the source gave.',
      rows_inserted: 'Rows whose key was new.',
      rows_updated: 'Rows of which some part was new, corrected or of better quality.',
      rows_unchanged: 'Rows that said what was known already.',
      rows_outranked: 'Rows that said something else than a value of better quality, or fetched later.',
      rows_rejected: 'Rows that could not be accepted.',
      created_at: 'When it was asked for.',
      started_at: 'When its first step began.',
      finished_at: 'When it ended, one way or the other.',
      report: 'The quality report: what came, what is missing, which source answered.',
    },
  },
  raw_object: {
    table: 'Bytes as a source gave them, immutable in the lake. Every fact points at the object it came from.',
    columns: {
      id: 'Given at recording, ascending.',
      run_id: 'The run that fetched it.',
      dataset: 'Id of the dataset.',
      feed: 'Id of the feed within the dataset.',
      source: 'Id of the source that answered.',
      lake_key: 'Where it stands in the lake.',
      sha256: 'Of the bytes, in hexadecimal.',
      bytes: 'How many.',
      fetched_at: 'When we asked. What happened to us, not a rule of the world.',
      simulated: 'True when the simulator answered.',
    },
  },
  load_receipt: {
    table: 'What became of one chunk of a raw object, written with its rows: a load that is repeated counts once.',
    columns: {
      raw_id: 'The object its rows were read from.',
      chunk: 'Position of the chunk among those of its slice.',
      rows_inserted: 'Rows whose key was new.',
      rows_updated: 'Rows of which some part was new, corrected or of better quality.',
      rows_unchanged: 'Rows that said what was known already.',
      rows_outranked: 'Rows that said something else than a value of better quality, or fetched later.',
      first_at: 'The first instant its rows speak of.',
      last_at: 'The last instant its rows speak of.',
    },
  },
  reject: {
    table: 'Rows that we could not accept, with where and why.',
    columns: {
      id: 'Given at recording, ascending.',
      run_id: 'The run that met it.',
      raw_id: 'The object it was read from.',
      place: 'Where in that object: a line, a record, a key.',
      reason: 'Why it could not be accepted: what we got and what we want.',
      fragment: 'The piece in question, cut short.',
    },
  },
  revision: {
    table: 'Values that a part of a row had before a source corrected them.',
    columns: {
      id: 'Given at recording: of two versions the later one is larger.',
      dataset: 'Id of the dataset.',
      key: 'Values of the key columns, in order, as text; instants in milliseconds since 1970.',
      at: 'The time column of the row.',
      part: 'The columns that became known together.',
      values: 'Column name to value; what was empty is absent.',
      quality: 'Of these values.',
      known_at: 'Since when these values could be known.',
      superseded_at: 'When the answer that replaced them was fetched.',
      raw_id: 'The object these values came from.',
    },
  },
  push: {
    table: 'Bodies that clients pushed and we accepted: the same key and body once.',
    columns: {
      id: 'Given at acceptance.',
      client: 'Id of the client that pushed.',
      idempotency_key: 'What the client calls it.',
      dataset: 'Id of the dataset.',
      body_sha256: 'Of the rows as one JSON object a line, in hexadecimal.',
      rows: 'How many.',
      lake_key: 'Where the body waits in the lake.',
      accepted_at: 'When the client was told yes.',
      run_id: 'The run that loads it. Null while it waits.',
    },
  },
  upload: {
    table: 'Files that people sent by hand: the same key and bytes once, and again after a failure.',
    columns: {
      id: 'Given when its sending began.',
      client: 'Id of the client that sends it.',
      idempotency_key: 'What the client calls it.',
      dataset: 'Id of the dataset.',
      attempt: 'From 1: one more than those under this key whose run failed, or was dry.',
      media_type: 'CSV or a spreadsheet.',
      quality: 'What its rows claim. Null where the format of the file says it.',
      is_dry: 'True when it is only to say what it would change.',
      started_at: 'When its first byte was awaited.',
      accepted_at: 'When the client was told yes. Null while parts are being sent.',
      run_id: 'The run that loads it.',
    },
  },
  upload_part: {
    table: 'Parts of such a file; a file that is sent whole has one.',
    columns: {
      upload_id: 'The file.',
      number: 'From 1, in order.',
      bytes: 'How many.',
      sha256: 'Of the bytes, in hexadecimal.',
      lake_key: 'Where it waits in the lake.',
    },
  },
  prediction: {
    table: 'Stored forecasts: one row per model, entity, issue, validity and release.',
    columns: {
      id: 'What lineage and replay are asked by. Made when the forecast was.',
      role: 'live: what was published; canary and shadow: what other releases said beside it.',
      model: 'Id of the model.',
      entity: 'What it speaks of: an area, a turbine.',
      issued_at: 'The instant it was made for: nothing that became known later was seen.',
      valid_at: 'The instant it speaks of.',
      release: 'Id of the release that answered, or would have.',
      onnx_sha256: 'Of the model files.',
      feature_sha256: 'Of the feature code.',
      source: 'model, or baseline when the model could not answer.',
      reason: 'Why the baseline answered, or what the model had to do without.',
      features: 'What the model saw, as Float32, in the order it declares. Null when the baseline answered.',
      values: 'Name of the head to value.',
      correction: 'What was learnt from the errors of the last days and is in the values. Null where nothing is.',
      flagged: 'Of a detector: whether it calls the step an anomaly. Null for models that detect nothing.',
      simulated: 'True when it was made from simulated facts.',
      created_at: 'When it was computed.',
    },
  },
  score: {
    table:
      'Errors over one hour of a Paris day, as sums: they add up to any period. Made anew when truth or forecasts change.',
    columns: {
      model: 'Id of the model.',
      contestant:
        'live, canary, shadow: a role of its releases. persistence, last_week: what needs no model. published: what others forecast.',
      release: 'Id of the release. Empty for who has none.',
      source: 'model or baseline, whichever answered. Empty for who is no role of the model.',
      entity: 'What it speaks of: an area, a turbine.',
      day: 'In Paris.',
      hour: 'In Paris, 0 to 23.',
      steps: 'How many were forecast and are known by now. Two where the clocks go back.',
      error: 'Forecast minus truth, in the unit of the target.',
      absolute_error: 'In the unit of the target.',
      squared_error: 'In the square of that unit.',
      relative_steps: 'Steps whose truth is not 0.',
      relative_error: 'Absolute error over truth, over those steps.',
      bounded_steps: 'Steps with an interval of 80 %.',
      inside_steps: 'Those whose truth was inside.',
      quantiles: 'How many quantiles were said.',
      pinball: 'Their pinball losses, in the unit of the target.',
    },
  },
  scored_day: {
    table: 'From what a day of a model was last scored.',
    columns: {
      model: 'Id of the model.',
      day: 'In Paris.',
      fingerprint: 'Of the truth and the forecasts it was scored from: when they change, it is scored again.',
      scored_at: 'When that was.',
    },
  },
  drift: {
    table:
      'How far the last days of a release were from where it was made. Kept for 13 months; of what was asked about persons it holds distances alone.',
    columns: {
      model: 'Id of the model.',
      release: 'Id of the release.',
      role: 'As what it answered by schedule: live, canary or shadow. asked: what callers asked on demand.',
      days: 'How many days it looks back over.',
      day: 'The last of them, in Paris.',
      season: 'What they were compared with, by the middle of them. Null for what was asked.',
      rows: 'Forecasts or judgements of that time; of what was asked each question once.',
      is_alert: 'Whether any feature or output is further than is tolerated.',
      worst: 'The three worst, worst first. Empty where the rows were not enough to compare.',
      columns: 'Every feature and output: PSI, KS, Wasserstein, missing, severity. Empty as `worst` is.',
      compared_at: 'When that was.',
    },
  },
  answer: {
    table:
      'What models answered on demand, one row per row of an answer, kept for 30 days. Of a record its feature row, which may be about a person, and nothing else of its input.',
    columns: {
      id: 'What lineage and replay are asked by; stands in the answer.',
      request_id: 'Of the request, as in X-Request-Id.',
      row: 'Which row of the request, from 0.',
      model: 'Id of the model.',
      entity: 'What it speaks of: an area, a turbine. Null for a record.',
      issued_at: 'Nothing that became known later was seen. Null for a record.',
      valid_at: 'The instant it speaks about. Null for a record.',
      release: 'The release that answered, or whose model would have.',
      onnx_sha256: 'Hash of its ONNX file.',
      feature_sha256: 'Hash of the code of its features.',
      source: 'model, or baseline when the model could not answer.',
      reason: 'Why the baseline answered, or what the model had to do without.',
      features: 'What the model saw, as Float32, in the order it declares. Null when the baseline answered.',
      values: 'Name of the head to value.',
      correction: 'What was learnt from the errors of the last days and is in the values. Null where nothing is.',
      simulated: 'True when it was made from simulated facts.',
      created_at: 'When it was answered.',
    },
  },
  feedback: {
    table:
      'What people say of predictions, anomalies and answers. Of a record, which may be a person, no value: this table is kept.',
    columns: {
      id: 'Made when it came.',
      prediction_id: 'Id in prediction, or in answer, which forgets after thirty days.',
      model: 'Of what was said; so are the next four.',
      release: 'Id of the release that said it.',
      entity: 'Null for a record.',
      valid_at: 'The instant it speaks of. Null for a record.',
      values: 'Name of the head to value. Null for a record.',
      verdict: 'right or wrong.',
      comment: 'In their words. Null when they said none.',
      client: 'Id of the client that sent it.',
      created_at: 'When it came.',
    },
  },
  client: {
    table: 'Who may call the API.',
    columns: {
      id: 'The public half of the key.',
      name: 'For humans.',
      secret_sha256: 'Of the secret half, which is shown once and kept nowhere.',
      scopes: 'What it may: read, predict, ingest, admin.',
      created_at: 'When it was made.',
      revoked_at: 'Since when it is refused. Null while it is valid.',
    },
  },
};

/** Fails where a dataset says nothing about a column: silence here is a question to somebody later. */
export function commentStatements(definitions: readonly DatasetDefinition[]): string[] {
  const datasets = Object.fromEntries(definitions.map((one) => [getTableName(one.table), notesOf(one)]));
  return Object.entries({ ...SYSTEM, ...datasets }).flatMap(([name, { table, columns }]) => [
    `COMMENT ON TABLE ${quoted(name)} IS ${literal(table)}`,
    ...Object.entries(columns).map(
      ([column, note]) => `COMMENT ON COLUMN ${quoted(name)}.${quoted(column)} IS ${literal(note)}`,
    ),
  ]);
}

function notesOf({ id, title, table, notes, parts, licence }: DatasetDefinition): TableNotes {
  const provenance = Object.keys(parts).flatMap((part) => [
    [`${part}_quality`, `How good the values of the part ${part} are: real time, consolidated or definitive.`],
    [`${part}_known_at`, `Since when this version of the part ${part} could be known.`],
    [`${part}_raw`, `The raw_object that the part ${part} came from: its source, its run, whether it is simulated.`],
  ]);
  const known: Readonly<Record<string, string>> = { ...Object.fromEntries(provenance), ...notes };
  const columns = Object.values(getTableColumns(table)).map(({ name }) => {
    const note = known[name];
    if (!note)
      throw new Error(`${id}.${name} has no note: say in the dataset's notes what it means, with unit and sign`);
    return [name, note];
  });
  return {
    table: `${title.en}. Licence: ${licence.id}, ${licence.attribution}`,
    columns: Object.fromEntries(columns),
  };
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
