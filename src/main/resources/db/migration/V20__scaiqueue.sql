-- ScaiQueue: scopes, their queues, and messages.
create table mod_scaiqueue_scopes (
  id text primary key,
  tenant_id text not null,
  slug text not null,
  display_name text not null,
  description text,
  created_by text, -- null: the service itself
  created_at timestamptz not null,
  unique (tenant_id, id),
  constraint mod_scaiqueue_scopes_slug unique (tenant_id, slug)
);

-- GET /scopes: newest first
create index mod_scaiqueue_scopes_newest
  on mod_scaiqueue_scopes (tenant_id, created_at desc, id desc);

create table mod_scaiqueue_queues (
  id text primary key,
  tenant_id text not null,
  scope_id text not null,
  slug text not null,
  display_name text not null,
  ordering text not null check (ordering in ('fifo', 'priority', 'deadline')),
  consumer_mode text not null check (consumer_mode in ('competing', 'broadcast')),
  max_retries int not null,
  visibility_timeout_s int not null,
  max_depth int, -- null: no bound
  dead_letter_id text, -- null: it is the scope's _dead_letter itself
  created_by text,
  created_at timestamptz not null,
  unique (tenant_id, id),
  constraint mod_scaiqueue_queues_slug unique (tenant_id, scope_id, slug),
  foreign key (tenant_id, scope_id) references mod_scaiqueue_scopes (tenant_id, id) on delete cascade
);

-- GET /scopes/{id}/queues: newest first
create index mod_scaiqueue_queues_newest
  on mod_scaiqueue_queues (tenant_id, scope_id, created_at desc, id desc);

-- A message waits (ready; claimed, and its time is over), is with a consumer (claimed), is for every
-- consumer (broadcast), or has ended. One that was given back to be tried later is claimed by nobody.
create table mod_scaiqueue_messages (
  id text primary key,
  seq bigint generated always as identity,
  tenant_id text not null,
  scope_id text not null,
  queue_id text not null,
  home_id text not null, -- where it was published; another than queue_id: it is a dead letter
  message_type text not null,
  body json not null,
  priority_tier smallint not null, -- 0 critical to 3 low
  correlation_id text,
  idempotency_key text,
  deadline timestamptz,
  expires_at timestamptz,
  hitl_spec json,
  checkpoint_id uuid, -- the question that it is, sent by the service itself
  order_key bigint not null, -- of its queue's ordering; then seq
  status text not null check (status in ('ready', 'claimed', 'broadcast', 'completed', 'superseded',
    'expired')),
  claims int not null default 0,
  failures int not null default 0,
  last_failure text,
  claim_id text,
  claimed_by text,
  claimed_at timestamptz,
  visible_at timestamptz,
  dead_at timestamptz,
  original_id text, -- of a dead letter that is the copy of a broadcast message
  consumer text, -- and who it was for
  published_by text,
  published_at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  answer boolean not null default false, -- its completion answered a checkpoint
  xid xid8, -- of a broadcast message: the transaction that published it
  -- what a page of the list adds up, so that it stays light
  weight int generated always as (octet_length(body::text)
    + coalesce(octet_length(hitl_spec::text), 0)) stored,
  foreign key (tenant_id, queue_id) references mod_scaiqueue_queues (tenant_id, id) on delete cascade
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);

-- claim: what is ready, in the order of its queue
create index mod_scaiqueue_messages_ready
  on mod_scaiqueue_messages (tenant_id, queue_id, order_key, seq) where status = 'ready';
-- claim: what is with a consumer, or is to be tried later, in the order of its queue; and from when
-- on it may be claimed again
create index mod_scaiqueue_messages_claimed
  on mod_scaiqueue_messages (tenant_id, queue_id, order_key, seq, visible_at)
  where status = 'claimed';
-- claim of a broadcast queue
create index mod_scaiqueue_messages_broadcast
  on mod_scaiqueue_messages (tenant_id, queue_id, xid, seq) where status = 'broadcast';
-- GET …/queues/{id}/messages: newest first; also finds what a queue holds
create index mod_scaiqueue_messages_of_queue
  on mod_scaiqueue_messages (tenant_id, queue_id, seq desc);
-- the same key is the same message
create unique index mod_scaiqueue_messages_idempotency
  on mod_scaiqueue_messages (home_id, idempotency_key) where idempotency_key is not null;
-- GET /scopes/{id}/messages?correlation_id=
create index mod_scaiqueue_messages_correlation
  on mod_scaiqueue_messages (tenant_id, scope_id, correlation_id, seq desc)
  where correlation_id is not null;
-- what is withdrawn when its checkpoint is closed
create index mod_scaiqueue_messages_checkpoint
  on mod_scaiqueue_messages (tenant_id, checkpoint_id) where checkpoint_id is not null;
-- dead letters of a queue
create index mod_scaiqueue_messages_dead
  on mod_scaiqueue_messages (tenant_id, home_id, dead_at)
  where dead_at is not null and status in ('ready', 'claimed');
-- time to live
create index mod_scaiqueue_messages_expiring
  on mod_scaiqueue_messages (expires_at)
  where expires_at is not null and status in ('ready', 'claimed', 'broadcast');
-- retention
create index mod_scaiqueue_messages_ended on mod_scaiqueue_messages (ended_at)
  where ended_at is not null;
create index mod_scaiqueue_messages_broadcast_age on mod_scaiqueue_messages (published_at)
  where status = 'broadcast';
create index mod_scaiqueue_messages_dead_age on mod_scaiqueue_messages (dead_at)
  where dead_at is not null and status in ('ready', 'claimed');

-- Consumers of broadcast queues. Each has, or had, a delivery of whatever was published by
-- transactions below seen_below.
create table mod_scaiqueue_consumers (
  tenant_id text not null,
  queue_id text not null,
  consumer text not null,
  seen_below xid8 not null,
  seen_at timestamptz not null,
  primary key (tenant_id, queue_id, consumer),
  foreign key (tenant_id, queue_id) references mod_scaiqueue_queues (tenant_id, id) on delete cascade
);

-- What a consumer of a broadcast queue was given.
create table mod_scaiqueue_deliveries (
  tenant_id text not null,
  queue_id text not null,
  consumer text not null,
  message_id text not null references mod_scaiqueue_messages (id) on delete cascade,
  status text not null check (status in ('claimed', 'completed', 'dead')),
  claims int not null,
  failures int not null default 0,
  last_failure text,
  claim_id text,
  claimed_by text,
  claimed_at timestamptz,
  visible_at timestamptz,
  ended_at timestamptz,
  primary key (message_id, consumer)
);

-- claim: what lapsed, or is to be tried later
create index mod_scaiqueue_deliveries_claimed
  on mod_scaiqueue_deliveries (tenant_id, queue_id, consumer, visible_at) where status = 'claimed';
