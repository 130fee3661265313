create table mod_scaicore_cores (
  id text primary key,
  tenant_id text not null,
  name text not null,
  slug text not null,
  status text not null check (status in ('created', 'configuring', 'starting', 'running', 'paused',
    'suspended', 'stopping', 'stopped', 'error', 'crashed', 'restarting')),
  status_reason text,
  transition_ends_at timestamptz,
  runtime_mode text not null check (runtime_mode in ('event_driven', 'interactive', 'api', 'model')),
  concurrency_mode text not null check (concurrency_mode in ('stateless', 'entity', 'singleton')),
  concurrency_explicit boolean not null,
  entity_key_field text,
  source json not null,
  plugins json not null,
  environment json not null,
  resource_limits json not null,
  checkpoint_mode text not null check (checkpoint_mode in ('auto', 'visual_queue', 'routed')),
  privilege_level text not null check (privilege_level in ('standard', 'elevated', 'admin')),
  metadata json not null,
  avatar_url text,
  identity_mode text not null check (identity_mode in ('service_account', 'user_delegated')),
  delegated_user_id text,
  delegation_scopes json,
  delegation_expires_at timestamptz,
  delegation_granted_by text,
  published_model_id text,
  published_backend_id text,
  published_slug text,
  program_hash text,
  version bigint not null,
  -- what a page of the list adds up, so that it stays light
  weight int generated always as (octet_length(source::text) + octet_length(plugins::text)
    + octet_length(environment::text) + octet_length(resource_limits::text)
    + octet_length(metadata::text)) stored,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  started_at timestamptz,
  constraint mod_scaicore_cores_slug unique (tenant_id, slug),
  -- what belongs to a Core refers to it with its tenant
  unique (tenant_id, id)
);

-- GET /cores: newest first
create index mod_scaicore_cores_list on mod_scaicore_cores (tenant_id, created_at desc, id desc);
-- the sweep for replicas that died between two states
create index mod_scaicore_cores_in_transition on mod_scaicore_cores (transition_ends_at)
  where transition_ends_at is not null;

-- Secret values leave the Core's JSON before it is stored; these rows are read by start and by
-- calls that need them, never by an endpoint.
create table mod_scaicore_secrets (
  tenant_id text not null,
  core_id text not null,
  name text not null,
  sealed bytea not null,
  primary key (tenant_id, core_id, name),
  foreign key (tenant_id, core_id) references mod_scaicore_cores (tenant_id, id) on delete cascade
);

-- Programs by the hash of their content: an execution runs on the one it began with.
create table mod_scaicore_programs (
  tenant_id text not null,
  hash text not null,
  source json not null,
  created_at timestamptz not null,
  primary key (tenant_id, hash)
);
