create table mod_scaicore_checkpoints (
  id uuid primary key,
  tenant_id text not null,
  core_id text not null,
  execution_id text not null references mod_scaicore_executions (id) on delete cascade,
  attempt int not null,
  step text not null,
  argument_hash text not null,
  flow_name text not null,
  block_path text not null,
  node_id text,
  instance_key text,
  checkpoint_type text not null,
  prompt text,
  payload json,
  options json not null,
  response_schema json,
  assignee_raw text,
  assignee_type text not null,
  assignee_value text not null,
  assignee_display text,
  context json,
  status text not null check (status in ('pending', 'resolved', 'cancelled', 'expired')),
  priority text not null check (priority in ('low', 'normal', 'high', 'critical')),
  priority_rank int not null generated always as (
    case priority when 'critical' then 0 when 'high' then 1 when 'normal' then 2 else 3 end) stored,
  created_at timestamptz not null,
  expires_at timestamptz,
  expiry_action text not null,
  escalation_target text,
  notification_sent boolean not null,
  reminder_count int not null,
  reminder_interval_m int,
  claimed_by text,
  decision text,
  response_data json,
  comment text,
  resolved_by text,
  resolved_at timestamptz,
  version bigint not null,
  -- what a page of the inbox adds up, so that it stays light
  weight int generated always as (coalesce(octet_length(prompt), 0)
    + coalesce(octet_length(payload::text), 0) + coalesce(octet_length(context::text), 0)
    + coalesce(octet_length(response_schema::text), 0)
    + coalesce(octet_length(response_data::text), 0)) stored,
  unique (execution_id, attempt, step),
  foreign key (tenant_id, core_id) references mod_scaicore_cores (tenant_id, id) on delete cascade
);

-- The inbox of one assignee: most urgent, then oldest first. Closed ones are not in it.
create index mod_scaicore_checkpoints_inbox on mod_scaicore_checkpoints
  (tenant_id, assignee_type, assignee_value, priority_rank, created_at, id)
  where status = 'pending';
create index mod_scaicore_checkpoints_of_core on mod_scaicore_checkpoints (tenant_id, core_id);
