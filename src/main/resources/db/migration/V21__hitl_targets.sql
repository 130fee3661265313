alter table mod_scaicore_checkpoints
  -- the queue that the question also goes to: {scope, queue, hitl_spec}
  add column hitl_target json;

-- Executions that wait for messages. A row counts while its execution is suspended under this
-- version; others are removed now and then.
create table mod_scaicore_queue_waits (
  tenant_id text not null,
  execution_id text not null references mod_scaicore_executions (id) on delete cascade,
  attempt int not null,
  step text not null,
  argument_hash text not null,
  core_id text not null,
  queue_id text not null,
  queue_name text not null, -- scope/queue, for people
  version bigint not null,
  since timestamptz not null,
  primary key (execution_id, attempt, step)
);

-- who is next, and what is waited for
create index mod_scaicore_queue_waits_in_line
  on mod_scaicore_queue_waits (tenant_id, queue_id, core_id, since);
