// ingest: cron, requests and pushes become durable runs. Bindings in, calls out.
import { WorkerEntrypoint, WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers';
import type {
  CallContext,
  Health,
  IngestRpc,
  PartKept,
  PushAccepted,
  PushRequest,
  RunRequest,
  RunStarted,
  UploadAccepted,
  UploadRequest,
  UploadState,
} from '../mesh/contracts.ts';
import type { Result } from '../mesh/result.ts';
import { answered } from './answered.ts';
import { startAsked } from './asked.ts';
import type { IngestEnv } from './env.ts';
import { health } from './health.ts';
import { ingestion } from './ingestion.ts';
import { push } from './push.ts';
import { pushBatch } from './push-batch.ts';
import type { RunOrder } from './run-order.ts';
import { shellOf } from './shell.ts';
import { tick } from './tick.ts';
import { completeUpload, keepPartOf, startUpload, uploadWhole } from './upload.ts';

export class Ingest extends WorkerEntrypoint<IngestEnv> implements IngestRpc {
  startRuns(request: RunRequest, context: CallContext): Promise<Result<RunStarted>> {
    const shell = shellOf(this.env, context);
    return answered(shell.log, () => startAsked(shell, this.env.INGESTION, request, context));
  }
  upload(
    request: UploadRequest,
    body: ReadableStream<Uint8Array>,
    context: CallContext,
  ): Promise<Result<UploadAccepted>> {
    const shell = shellOf(this.env, context);
    return answered(shell.log, () => uploadWhole(shell, this.env.INGESTION, request, body, context));
  }
  startUpload(request: UploadRequest, context: CallContext): Promise<Result<UploadState>> {
    const shell = shellOf(this.env, context);
    return answered(shell.log, () => startUpload(shell, request, context));
  }
  keepPart(
    part: { readonly dataset: string; readonly upload: string; readonly number: number },
    body: ReadableStream<Uint8Array>,
    context: CallContext,
  ): Promise<Result<PartKept>> {
    const shell = shellOf(this.env, context);
    return answered(shell.log, () => keepPartOf(shell, part, body, context));
  }
  completeUpload(
    upload: { readonly dataset: string; readonly upload: string },
    context: CallContext,
  ): Promise<Result<UploadAccepted>> {
    const shell = shellOf(this.env, context);
    return answered(shell.log, () => completeUpload(shell, this.env.INGESTION, upload, context));
  }
  push(request: PushRequest, context: CallContext): Promise<Result<PushAccepted>> {
    const shell = shellOf(this.env, context);
    return answered(shell.log, () => push(shell, this.env.PUSHES, request, context));
  }
  health(context: CallContext): Promise<Readonly<Record<string, Health>>> {
    return health(shellOf(this.env, context));
  }
}

export class Ingestion extends WorkflowEntrypoint<IngestEnv, RunOrder> {
  override run({ payload }: WorkflowEvent<RunOrder>, step: WorkflowStep): Promise<void> {
    const context = { requestId: payload.requestId, caller: payload.trigger };
    const shell = shellOf(this.env, context, payload.dataset);
    return ingestion(shell, this.env.INGESTION, payload, step);
  }
}

export default {
  async scheduled(_event, env) {
    const requestId = crypto.randomUUID();
    await tick(shellOf(env, { requestId, caller: 'cron' }), {
      workflow: env.INGESTION,
      requestId,
      interruptedBefore: await interruptedBefore(env),
    });
  },
  async queue({ messages }, env) {
    await pushBatch(shellOf(env, { requestId: crypto.randomUUID(), caller: 'queue' }), env.INGESTION, messages);
  },
} satisfies ExportedHandler<IngestEnv>;

/** Zero where nothing dies that takes a Workflow along. */
async function interruptedBefore({ INTERRUPTED_BEFORE: asked }: IngestEnv): Promise<number> {
  return asked ? Number(await (await asked.fetch('http://mesh/')).text()) : 0;
}
