alter table mod_scaicore_executions
  -- order of arrival among those that wait for one instance
  add column arrival bigint generated always as identity,
  -- entity and singleton Cores: for which instance it waits its turn; null: for none
  add column queue_key text,
  -- suspended: when it goes on in any case
  add column wake_at timestamptz,
  -- answers that came while it ran: it may not suspend before it has seen them
  add column signals int not null default 0,
  -- what the Core's resource_limits allowed when it began
  add column limits json not null default '{}',
  -- failed: the steps that a retry runs again
  add column redo text[],
  -- who called: an execution, perhaps of another tenant, and the step that waits for the result
  add column parent_tenant_id text,
  add column parent_id text,
  add column parent_attempt int,
  add column parent_step text,
  -- the Cores above it, outermost first
  add column call_path text[] not null default '{}';

-- suspended until a time
create index mod_scaicore_executions_wake on mod_scaicore_executions (wake_at)
  where status = 'suspended' and wake_at is not null;
-- who is next, and who has a place
create index mod_scaicore_executions_turn
  on mod_scaicore_executions (tenant_id, core_id, queue_key, status, arrival)
  where queue_key is not null and status in ('queued', 'running');
-- instances that somebody waits for
create index mod_scaicore_executions_in_line on mod_scaicore_executions (core_id, queue_key)
  where queue_key is not null and status = 'queued';
create index mod_scaicore_executions_children on mod_scaicore_executions (parent_id)
  where parent_id is not null;

alter table mod_scaicore_journal
  add column seq bigint generated always as identity,
  add column started_at timestamptz,
  -- where a large value is in the object store; the column value is null then
  add column state_s3_key text;

-- the last cut of an attempt
create index mod_scaicore_journal_cut on mod_scaicore_journal (execution_id, attempt, seq)
  where kind = 'cut';

-- Instances of entity and singleton Cores. The row is the lock under which turns are given.
create table mod_scaicore_instances (
  tenant_id text not null,
  core_id text not null,
  instance_key text not null, -- '' of a singleton
  max_concurrent int not null,
  max_active int,
  overflow text not null check (overflow in ('deactivate_lru', 'reject', 'queue')),
  idle_timeout_s bigint,
  active boolean not null,
  last_used_at timestamptz not null,
  primary key (tenant_id, core_id, instance_key),
  foreign key (tenant_id, core_id) references mod_scaicore_cores (tenant_id, id) on delete cascade
);
create index mod_scaicore_instances_active
  on mod_scaicore_instances (tenant_id, core_id, last_used_at) where active;
