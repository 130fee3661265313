-- Who did what, and what was refused. Rows are written with what they tell of, and never changed.
-- They refer to nothing, so that they stay when what they tell of is gone.
create table scaigrid_audit_events (
  id text primary key,
  tenant_id text not null,
  module text not null,
  action text not null,
  resource_type text not null,
  resource_id text,
  actor_id text, -- null: the service itself
  actor_email text,
  status text not null check (status in ('success', 'denied', 'failed')),
  error_code text,
  ip_address text,
  request_id text,
  created_at timestamptz not null
);

create index scaigrid_audit_events_newest
  on scaigrid_audit_events (tenant_id, created_at desc, id desc);
create index scaigrid_audit_events_of_resource
  on scaigrid_audit_events (tenant_id, resource_id, created_at desc, id desc);
create index scaigrid_audit_events_of_actor
  on scaigrid_audit_events (tenant_id, actor_id, created_at desc, id desc);
