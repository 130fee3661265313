-- The catalogue: what stands behind a model, what callers see of it, and who may see it.

create table scaigrid_backend_models (
  id text primary key,
  tenant_id text, -- null: nobody's, a part of the service itself
  name text not null,
  provider_type text not null,
  connection_config json not null,
  created_at timestamptz not null default now()
);
create index scaigrid_backend_models_tenant on scaigrid_backend_models (tenant_id);

create table scaigrid_frontend_models (
  id text primary key,
  tenant_id text, -- null: visible to every tenant
  slug text not null,
  display_name text not null,
  description text,
  modality text not null,
  capabilities json not null,
  system_prompt_template text,
  avatar_url text,
  status text not null check (status in ('active', 'inactive')),
  metadata json not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint scaigrid_frontend_models_slug unique (slug)
);
create index scaigrid_frontend_models_newest
  on scaigrid_frontend_models (tenant_id, created_at desc, id desc) where status = 'active';

create table scaigrid_model_backends (
  model_id text not null references scaigrid_frontend_models (id) on delete cascade,
  backend_id text not null references scaigrid_backend_models (id),
  position integer not null, -- the first is asked first
  primary key (model_id, position)
);
create index scaigrid_model_backends_backend on scaigrid_model_backends (backend_id);

create table scaigrid_model_groups (
  id text primary key,
  name text not null,
  scope text not null check (scope in ('global', 'partner', 'tenant')),
  scope_id text, -- the partner or the tenant
  created_at timestamptz not null default now(),
  constraint scaigrid_model_groups_scope_id check ((scope = 'global') = (scope_id is null))
);
create index scaigrid_model_groups_scope on scaigrid_model_groups (scope_id, scope);

create table scaigrid_model_group_members (
  group_id text not null references scaigrid_model_groups (id) on delete cascade,
  model_id text not null references scaigrid_frontend_models (id) on delete cascade,
  model_created_at timestamptz not null, -- the model's, so that a group is read newest first
  primary key (group_id, model_id)
);
create index scaigrid_model_group_members_newest
  on scaigrid_model_group_members (group_id, model_created_at desc, model_id desc);
create index scaigrid_model_group_members_model on scaigrid_model_group_members (model_id);
