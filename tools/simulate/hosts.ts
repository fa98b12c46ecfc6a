// Every host that is simulated. One line each; what they say stands in files of their own.
import { calendrierApi } from './calendrier-api.ts';
import { cities } from './cities.ts';
import { customers } from './customers.ts';
import { dataGouvTables } from './data-gouv-tables.ts';
import { education } from './education.ts';
import { energitechFiles } from './energitech-production.ts';
import { energyCharts } from './energy-charts.ts';
import type { SimulatedHost } from './host.ts';
import { marketPage } from './market-page.ts';
import { odre } from './odre.ts';
import { openMeteo } from './open-meteo.ts';
import { opendatasoftPortal } from './opendatasoft-portal.ts';
import { rte } from './rte.ts';
import { sncf } from './sncf.ts';

const HOSTS: readonly SimulatedHost[] = [
  cities,
  customers,
  energitechFiles,
  odre,
  rte,
  openMeteo,
  energyCharts,
  marketPage,
  opendatasoftPortal,
  calendrierApi,
  dataGouvTables,
  education,
  sncf,
];

const byName = new Map(HOSTS.flatMap((host) => host.hosts.map((name) => [name, host] as const)));

export const simulatedHost = (name: string): SimulatedHost | undefined => byName.get(name);

/** What a mesh that asks the simulator has to know. */
export const SIMULATED_SECRETS: Readonly<Record<string, string>> = Object.assign(
  {},
  ...HOSTS.map(({ secrets }) => secrets ?? {}),
);
