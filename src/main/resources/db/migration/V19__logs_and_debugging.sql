-- What the engine and programs say. Rows are committed in the order of seq: whoever writes holds a
-- lock until it has committed, so that a reader that goes on behind a place misses none.
create table mod_scaicore_logs (
  seq bigint generated always as identity primary key,
  tenant_id text not null,
  core_id text not null,
  execution_id text not null,
  created_at timestamptz not null,
  level text not null check (level in ('debug', 'info', 'warn', 'error')),
  node_id text,
  message text not null,
  fields json not null
);

-- GET /cores/{id}/logs: newest first; retention
create index mod_scaicore_logs_of_core
  on mod_scaicore_logs (tenant_id, core_id, created_at, seq);
-- GET /cores/{id}/logs?execution_id=…
create index mod_scaicore_logs_of_execution
  on mod_scaicore_logs (tenant_id, execution_id, created_at, seq);
-- GET /cores/{id}/logs/stream
create index mod_scaicore_logs_of_core_in_order on mod_scaicore_logs (tenant_id, core_id, seq);

-- For how many days tenants keep them that have said so.
create table mod_scaicore_log_retention (
  tenant_id text primary key references scaigrid_tenants (id) on delete cascade,
  days int not null check (days > 0)
);

-- Where executions are to stop. Never changed, only added and removed: how many there are and the
-- sum of seq tell replicas whether what they know is still so.
create table mod_scaicore_breakpoints (
  tenant_id text not null,
  id uuid not null,
  seq bigint generated always as identity,
  core_id text not null,
  block_id text,
  node_id text,
  condition text,
  created_by text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  check ((block_id is null) <> (node_id is null)),
  foreign key (tenant_id, core_id) references mod_scaicore_cores (tenant_id, id) on delete cascade
);
create index mod_scaicore_breakpoints_of_core
  on mod_scaicore_breakpoints (tenant_id, core_id, created_at, id);

alter table mod_scaicore_executions
  -- breakpoint: where its branches stopped, [{block, node_id, kind, iterations, place, reason}]
  add column stops json,
  -- how it was told to go on: {mode, stops}; null: to the next breakpoint
  add column stepping json;
