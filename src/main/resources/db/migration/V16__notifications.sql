-- How each tenant wants its people to be told about checkpoints. No row: by the log only.
create table mod_scaicore_notification_settings (
  tenant_id text primary key,
  -- those beside the log, which is always on
  channels text[] not null,
  events text[] not null,
  webhook_url text,
  sealed_secret bytea,
  mail_from text,
  mail_recipients text not null check (mail_recipients in ('assignee', 'addresses', 'both')),
  mail_addresses text[] not null,
  version bigint not null,
  updated_by text,
  updated_at timestamptz
);

-- The outbox: written in the transaction of what it tells, one row for each channel.
create table mod_scaicore_notifications (
  tenant_id text not null,
  id text not null,
  core_id text not null,
  checkpoint_id uuid not null,
  channel text not null check (channel in ('webhook', 'mail')),
  -- of CheckpointNotices.Why
  event text not null,
  payload json not null,
  status text not null check (status in ('pending', 'delivered', 'dead')),
  -- how many tries have begun
  attempts int not null,
  created_at timestamptz not null,
  -- when the next try may begin; while one is under way, when it is given up for lost
  due_at timestamptz,
  delivered_at timestamptz,
  -- whom it went to, as people know them
  recipient text,
  last_status int,
  last_error text,
  primary key (tenant_id, id),
  foreign key (tenant_id, core_id) references mod_scaicore_cores (tenant_id, id) on delete cascade
);

-- what is due by a channel, of each tenant in its turn
create index mod_scaicore_notifications_due
  on mod_scaicore_notifications (channel, tenant_id, due_at)
  where status = 'pending';
-- GET /notifications/deliveries: newest first
create index mod_scaicore_notifications_newest
  on mod_scaicore_notifications (tenant_id, created_at desc, id desc);
-- GET /notifications/deliveries?status=…; delivered ones are many, and found without it
create index mod_scaicore_notifications_of_status
  on mod_scaicore_notifications (tenant_id, status, created_at desc, id desc)
  where status <> 'delivered';
-- the history of a checkpoint
create index mod_scaicore_notifications_of_checkpoint
  on mod_scaicore_notifications (tenant_id, checkpoint_id);
create index mod_scaicore_notifications_of_core on mod_scaicore_notifications (tenant_id, core_id);
-- retention
create index mod_scaicore_notifications_age on mod_scaicore_notifications using brin (created_at);
