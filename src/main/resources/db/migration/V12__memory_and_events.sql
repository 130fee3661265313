-- What Cores remember between executions.
create table mod_scaicore_memory (
  tenant_id text not null,
  core_id text not null,
  -- '' where a Core has no instances
  instance_key text not null,
  name text not null,
  -- one of the two; neither: somebody is about to write it for the first time
  value json,
  state_s3_key text,
  size int not null,
  version bigint not null,
  updated_at timestamptz not null,
  primary key (tenant_id, core_id, instance_key, name),
  foreign key (tenant_id, core_id) references mod_scaicore_cores (tenant_id, id) on delete cascade
);

-- Objects that rows above and the journal refer to. Noted before they are put into the store, and
-- forgotten after they are gone from it, so that none is left behind by a process that dies.
create table mod_scaicore_objects (
  key text primary key,
  tenant_id text not null,
  core_id text not null,
  -- null: of a Core's memory
  execution_id text,
  created_at timestamptz not null,
  -- when it may be removed
  doomed_at timestamptz
);

create index mod_scaicore_objects_of_core on mod_scaicore_objects (tenant_id, core_id);
create index mod_scaicore_objects_doomed on mod_scaicore_objects (doomed_at)
  where doomed_at is not null;
create index mod_scaicore_memory_objects on mod_scaicore_memory (state_s3_key)
  where state_s3_key is not null;

-- Events, some in a row: what happened in one run of an execution, what a program sent, what became
-- of a Core. They outlive the row of a deleted Core by nothing but its own deletion.
alter table mod_scaicore_events rename to mod_scaicore_events_before;
create table mod_scaicore_events (
  tenant_id text not null,
  -- that of the first event
  created_at timestamptz not null,
  id text not null,
  core_id text not null,
  execution_id text,
  -- of the events below, each once
  types text[] not null,
  -- [{id, type, core_id, timestamp, payload}], oldest first
  events json not null,
  -- what a page of the list adds up, so that it stays light
  weight int not null,
  -- GET /events: newest first
  primary key (tenant_id, created_at, id)
);

insert into mod_scaicore_events
  (tenant_id, created_at, id, core_id, execution_id, types, events, weight)
select tenant_id, created_at, id, core_id, execution_id, array[type],
  json_build_array(json_build_object(
    'id', id, 'type', type, 'core_id', core_id,
    'timestamp', to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'payload', json_build_object('execution_id', execution_id, 'data', payload))),
  coalesce(octet_length(payload::text), 0) + 200
from mod_scaicore_events_before;
drop table mod_scaicore_events_before;

create index mod_scaicore_events_of_core
  on mod_scaicore_events (tenant_id, core_id, created_at, id);
create index mod_scaicore_events_of_execution
  on mod_scaicore_events (tenant_id, execution_id, created_at, id);
-- GET /events?type=…, for all types but those that every run has
create index mod_scaicore_events_uncommon on mod_scaicore_events (tenant_id, created_at, id)
  where not types <@ array['scaicore.runtime.invocation.started',
    'scaicore.runtime.invocation.completed', 'scaicore.runtime.block.entered',
    'scaicore.runtime.block.exited'];
-- retention
create index mod_scaicore_events_age on mod_scaicore_events using brin (created_at);

-- GET /executions: newest first
create index mod_scaicore_executions_newest
  on mod_scaicore_executions (tenant_id, created_at desc, id desc);
-- GET /executions?status=…; completed ones are many, and found without it
create index mod_scaicore_executions_of_status
  on mod_scaicore_executions (tenant_id, status, created_at desc, id desc)
  where status <> 'completed';
-- GET /executions?instance_key=…
create index mod_scaicore_executions_of_instance
  on mod_scaicore_executions (tenant_id, instance_key, created_at desc, id desc)
  where instance_key is not null;
