// The gateway over HTTP, in workerd, with all Workers and a real Postgres behind it: each status it documents is one it gives.
// One mesh, asked in this order: a suite finds what those before it loaded.
import { description } from './http/description.ts';
import { files } from './http/files.ts';
import { gatewayOfAMesh } from './http/gateway.ts';
import { hostileRequests } from './http/hostile.ts';
import { inference } from './http/inference.ts';
import { judged } from './http/judged.ts';
import { metrics } from './http/metrics.ts';
import { models } from './http/models.ts';
import { databaseAway } from './http/outage.ts';
import { pushes } from './http/pushes.ts';
import { releases } from './http/releases.ts';
import { remembered } from './http/remembered.ts';
import { rows } from './http/rows.ts';
import { replays, runs } from './http/runs.ts';
import { spreadsheets } from './http/spreadsheets.ts';
import { tokens } from './http/tokens.ts';

const gateway = gatewayOfAMesh();

hostileRequests(gateway);
tokens(gateway);
runs(gateway);
rows(gateway);
pushes(gateway);
files(gateway);
spreadsheets(gateway);
replays(gateway);
models(gateway);
judged(gateway);
remembered(gateway);
inference(gateway);
metrics(gateway);
releases(gateway);
databaseAway(gateway);
description(gateway);
