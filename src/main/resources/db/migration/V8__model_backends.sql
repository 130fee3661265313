-- Model servers that tenants bring, models on them, and what calls to models have used.

-- provider: the name by which programs find it; null: what stands behind a published Core.
-- sealed_key: what opens it is bound to tenant and id.
alter table scaigrid_backend_models
  add column provider text,
  add column sealed_key bytea,
  add column version bigint not null default 0,
  add column updated_at timestamptz not null default now();
create unique index scaigrid_backend_models_provider
  on scaigrid_backend_models (tenant_id, provider) where provider is not null;
create index scaigrid_backend_models_newest
  on scaigrid_backend_models (tenant_id, created_at desc, id desc) where provider is not null;

-- backend_model: what the server calls the model.
alter table scaigrid_model_backends add column backend_model text;

-- One row for each call to a model. Rows refer to nothing, so that they stay when it is gone.
create table scaigrid_usage_records (
  id text primary key,
  tenant_id text not null, -- whose caller, or whose program, called
  user_id text,
  source text not null check (source in ('chat', 'program')),
  model text not null,
  provider text,
  backend_id text,
  prompt_tokens bigint not null,
  completion_tokens bigint not null,
  latency_ms bigint not null,
  status text not null check (status in ('success', 'error')),
  error_code text,
  request_id text,
  core_id text,
  execution_id text,
  created_at timestamptz not null
);
create index scaigrid_usage_records_newest
  on scaigrid_usage_records (tenant_id, created_at desc, id desc);
create index scaigrid_usage_records_of_user
  on scaigrid_usage_records (tenant_id, user_id, created_at desc, id desc);
create index scaigrid_usage_records_of_model
  on scaigrid_usage_records (tenant_id, model, created_at desc, id desc);

-- Answers of model servers to chats with an Idempotency-Key.
-- attempt: whose request asks; reply: null until it has its answer; ends_at: when the row counts
-- no more, and so when a request that crashed may be repeated.
create table scaigrid_chat_replies (
  tenant_id text not null,
  user_id text not null,
  key text not null,
  request_hash text not null,
  attempt text not null,
  reply json,
  ends_at timestamptz not null,
  primary key (tenant_id, user_id, key)
);
create index scaigrid_chat_replies_ended on scaigrid_chat_replies (ends_at);
