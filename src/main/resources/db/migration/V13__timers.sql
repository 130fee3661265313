-- A checkpoint is its own timer.
alter table mod_scaicore_checkpoints
  add column next_reminder_at timestamptz,
  -- when its timeout ran out for the first time, and it went to its escalation target
  add column escalated_at timestamptz;

update mod_scaicore_checkpoints
set next_reminder_at = now() + make_interval(mins => reminder_interval_m)
where status = 'pending' and reminder_interval_m is not null;

-- what has run out
create index mod_scaicore_checkpoints_expiring on mod_scaicore_checkpoints (expires_at)
  where status = 'pending' and expires_at is not null;
-- whom to remind
create index mod_scaicore_checkpoints_reminding on mod_scaicore_checkpoints (next_reminder_at)
  where status = 'pending' and next_reminder_at is not null;

-- db-scheduler's table: when which schedule fires next.
create table mod_scaicore_scheduled_tasks (
  task_name text not null,
  -- {tenant}/{core}/{trigger}; found by its beginning
  task_instance text collate "C" not null,
  task_data bytea,
  execution_time timestamptz not null,
  picked boolean not null,
  picked_by text,
  last_success timestamptz,
  last_failure timestamptz,
  consecutive_failures int,
  last_heartbeat timestamptz,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);
create index mod_scaicore_scheduled_tasks_due on mod_scaicore_scheduled_tasks (execution_time);
create index mod_scaicore_scheduled_tasks_heartbeat
  on mod_scaicore_scheduled_tasks (last_heartbeat);
