// EnergiTech's own schema, written from its description: four tables of theirs and one view, and the log of stops that we keep beside. Text only.
export const READER = 'wattmesh_reader';

export const ENERGITECH_SCHEMA = `
CREATE TABLE IF NOT EXISTS turbine (
  turbine_id         VARCHAR(10) PRIMARY KEY,
  model              VARCHAR(30) NOT NULL,
  power_mw           NUMERIC(5,2) NOT NULL,
  commissioning_date DATE NOT NULL
);

CREATE TABLE IF NOT EXISTS raw_measurements (
  meas_id         BIGSERIAL PRIMARY KEY,
  turbine_id      VARCHAR(10) NOT NULL REFERENCES turbine (turbine_id) ON UPDATE CASCADE ON DELETE RESTRICT,
  ts_utc          TIMESTAMP WITHOUT TIME ZONE NOT NULL,
  wind_speed_mps  NUMERIC(5,2),
  temperature_k   NUMERIC(5,2),
  vibration_mm_s  NUMERIC(6,2),
  consumption_kwh NUMERIC(8,2),
  CONSTRAINT uq_turbine_timestamp UNIQUE (turbine_id, ts_utc)
);

CREATE TABLE IF NOT EXISTS sensor_inventory (
  sensor_id       VARCHAR(20) PRIMARY KEY,
  turbine_id      VARCHAR(10) NOT NULL REFERENCES turbine (turbine_id) ON UPDATE CASCADE ON DELETE RESTRICT,
  sensor_type     TEXT CHECK (sensor_type IN ('WIND_SPEED', 'TEMPERATURE', 'VIBRATION', 'ENERGY_CONSUMPTION')),
  installation_dt DATE NOT NULL,
  location_desc   VARCHAR(100) NOT NULL
);

CREATE OR REPLACE VIEW vw_measurements_celsius AS
  SELECT meas_id, turbine_id, ts_utc, wind_speed_mps, temperature_k - 273.15 AS temperature_c, vibration_mm_s
  FROM raw_measurements;

-- Not EnergiTech's: what truly stopped, and why. A model of failures is held against it.
CREATE TABLE IF NOT EXISTS stop_log (
  turbine_id VARCHAR(10) NOT NULL REFERENCES turbine (turbine_id),
  started_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
  ended_at   TIMESTAMP WITHOUT TIME ZONE,
  kind       TEXT NOT NULL CHECK (kind IN ('planned', 'unplanned')),
  component  TEXT NOT NULL,
  PRIMARY KEY (turbine_id, started_at),
  CHECK (ended_at > started_at)
);
`;

/** A role belongs to the server: another database may have made it, this very moment even. */
export const readerStatements = (database: string, password: string, role = READER): readonly string[] => [
  `DO $$ BEGIN CREATE ROLE ${role} LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
  `ALTER ROLE ${role} WITH LOGIN PASSWORD '${password.replaceAll("'", "''")}'`,
  `ALTER ROLE ${role} SET default_transaction_read_only = on`,
  `REVOKE ALL ON DATABASE "${database.replaceAll('"', '""')}" FROM PUBLIC`,
  `GRANT CONNECT ON DATABASE "${database.replaceAll('"', '""')}" TO ${role}`,
  'REVOKE CREATE ON SCHEMA public FROM PUBLIC',
  `GRANT USAGE ON SCHEMA public TO ${role}`,
  `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`,
];
