-- Events and requests to webhooks that came in under a key, and what they were answered: the same
-- again begins nothing.
create table mod_scaicore_event_receipts (
  tenant_id text not null,
  core_id text not null,
  -- user:… of an event, hook:… of a request to a webhook
  sender text not null,
  -- the Idempotency-Key, or the signature
  key text not null,
  request_hash text not null,
  event_id text not null,
  execution_ids text[] not null,
  expires_at timestamptz not null,
  primary key (tenant_id, core_id, sender, key),
  foreign key (tenant_id, core_id) references mod_scaicore_cores (tenant_id, id) on delete cascade
);

create index mod_scaicore_event_receipts_age on mod_scaicore_event_receipts (expires_at);
