-- Flows: what is drawn. Their content is in the object store, one object a version.
create table scaiflow_flows (
  tenant_id text not null,
  id text not null,
  name text not null,
  description text,
  owner_id text not null,
  -- the current version is major.minor.patch; last_patch is the highest that was ever given out
  major int not null,
  minor int not null,
  patch int not null,
  last_patch int not null check (last_patch >= patch),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  -- the Core that its deploys update
  core_id text,
  -- the deploy that is under way, and until when it holds the flow without a sign of life
  deploy_id text,
  deploy_until timestamptz,
  primary key (tenant_id, id)
);

-- GET /v1/flows: newest first
create index scaiflow_flows_newest on scaiflow_flows (tenant_id, created_at desc, id desc)
  where deleted_at is null;
-- the signs of life of deploys under way
create index scaiflow_flows_deploying on scaiflow_flows (deploy_id) where deploy_id is not null;

create table scaiflow_versions (
  tenant_id text not null,
  flow_id text not null,
  patch int not null,
  version text not null,
  -- of the content, by which the same one is known
  content_hash text not null,
  created_by text not null,
  created_at timestamptz not null,
  primary key (tenant_id, flow_id, patch),
  foreign key (tenant_id, flow_id) references scaiflow_flows (tenant_id, id) on delete cascade
);

create table scaiflow_acls (
  tenant_id text not null,
  id text not null,
  flow_id text not null,
  principal_type text not null check (principal_type in ('user', 'group')),
  principal_id text not null,
  permission text not null check (permission in ('view', 'edit', 'deploy', 'admin')),
  granted_by text not null,
  created_at timestamptz not null,
  primary key (tenant_id, flow_id, principal_type, principal_id),
  unique (tenant_id, id),
  foreign key (tenant_id, flow_id) references scaiflow_flows (tenant_id, id) on delete cascade
);

-- which flows a user or a group may see
create index scaiflow_acls_of_principal
  on scaiflow_acls (tenant_id, principal_type, principal_id, flow_id);

create table scaiflow_deployments (
  tenant_id text not null,
  id text not null,
  flow_id text not null,
  version text not null,
  status text not null check (status in ('running', 'succeeded', 'failed', 'interrupted')),
  core_id text,
  core_slug text,
  published_slug text,
  -- the detail of the error
  error json,
  -- of the request, for 24 hours or until it failed
  idempotency_key text,
  request_hash text,
  created_by text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, flow_id) references scaiflow_flows (tenant_id, id) on delete cascade
);

-- GET /v1/flows/{id}/deployments: newest first
create index scaiflow_deployments_newest
  on scaiflow_deployments (tenant_id, flow_id, created_at desc, id desc);
-- a key deploys once
create unique index scaiflow_deployments_keys
  on scaiflow_deployments (tenant_id, created_by, idempotency_key)
  where idempotency_key is not null;
-- those whose process died
create index scaiflow_deployments_running on scaiflow_deployments (tenant_id, flow_id)
  where status = 'running';

-- The vault of those who have no other: sealed.
create table scaiflow_vault_secrets (
  tenant_id text not null,
  path text not null,
  secret_type text not null,
  sealed_data bytea not null,
  updated_at timestamptz not null,
  primary key (tenant_id, path)
);
