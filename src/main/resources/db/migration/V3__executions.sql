create table mod_scaicore_executions (
  id text primary key,
  tenant_id text not null,
  core_id text not null,
  flow text not null,
  status text not null check (status in ('queued', 'running', 'suspended', 'held', 'breakpoint',
    'completed', 'failed', 'cancelled')),
  input json not null,
  output json,
  error json,
  environment json not null,
  trigger json not null,
  program_hash text not null,
  instance_key text,
  checkpoint_id uuid,
  attempt int not null,
  invoked_by text not null,
  lease_owner text,
  lease_expires_at timestamptz,
  version bigint not null,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  -- what a page of the list adds up, so that it stays light
  weight int generated always as (octet_length(input::text)
    + coalesce(octet_length(output::text), 0)) stored,
  foreign key (tenant_id, core_id) references mod_scaicore_cores (tenant_id, id) on delete cascade
);

-- GET /cores/{id}/executions: newest first; also finds what a Core holds
create index mod_scaicore_executions_of_core
  on mod_scaicore_executions (tenant_id, core_id, created_at desc, id desc);
-- work that nobody holds: queued, or its replica died
create index mod_scaicore_executions_due on mod_scaicore_executions (lease_expires_at)
  where status in ('queued', 'running');
-- what waits for its Core to run again
create index mod_scaicore_executions_held on mod_scaicore_executions (tenant_id, core_id)
  where status = 'held';

-- Results of effects. The key is the fence: a step is recorded once.
create table mod_scaicore_journal (
  tenant_id text not null,
  execution_id text not null references mod_scaicore_executions (id) on delete cascade,
  attempt int not null,
  step text not null,
  kind text not null,
  argument_hash text not null,
  value json,
  failure json,
  recorded_at timestamptz not null,
  primary key (execution_id, attempt, step)
);

-- Events that programs send.
create table mod_scaicore_events (
  id text primary key,
  tenant_id text not null,
  core_id text not null,
  execution_id text not null,
  type text not null,
  payload json,
  created_at timestamptz not null,
  foreign key (tenant_id, core_id) references mod_scaicore_cores (tenant_id, id) on delete cascade
);

create index mod_scaicore_events_of_core
  on mod_scaicore_events (tenant_id, core_id, created_at desc, id desc);

-- Requests that carried an Idempotency-Key, and the execution that each began.
create table mod_scaicore_idempotency (
  tenant_id text not null,
  user_id text not null,
  key text not null,
  request_hash text not null,
  execution_id text not null references mod_scaicore_executions (id) on delete cascade,
  created_at timestamptz not null,
  primary key (tenant_id, user_id, key)
);

create index mod_scaicore_idempotency_age on mod_scaicore_idempotency (created_at);
create index mod_scaicore_idempotency_execution on mod_scaicore_idempotency (execution_id);
