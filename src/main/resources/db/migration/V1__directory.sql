-- Who there is: partners, their tenants, and each tenant's users, groups, roles and keys.

create table scaigrid_partners (
  id         text primary key,
  slug       text not null,
  name       text not null,
  created_at timestamptz not null default now(),
  constraint scaigrid_partners_slug unique (slug)
);

create table scaigrid_tenants (
  id                     text primary key,
  partner_id             text not null references scaigrid_partners (id),
  slug                   text not null,
  name                   text not null,
  status                 text not null default 'active'
                         constraint scaigrid_tenants_status check (status in ('active', 'suspended')),
  default_model_group_id text,
  created_at             timestamptz not null default now(),
  constraint scaigrid_tenants_slug unique (slug)
);
create index scaigrid_tenants_of_partner on scaigrid_tenants (partner_id);

-- subject: who the user is to the identity provider whose tokens they bring.
create table scaigrid_users (
  id           text primary key,
  tenant_id    text not null references scaigrid_tenants (id),
  email        text not null,
  display_name text not null,
  active       boolean not null default true,
  subject      text,
  created_at   timestamptz not null default now(),
  constraint scaigrid_users_in_tenant unique (tenant_id, id),
  constraint scaigrid_users_subject unique (tenant_id, subject)
);
create unique index scaigrid_users_email on scaigrid_users (tenant_id, lower(email));

create table scaigrid_user_roles (
  tenant_id text not null,
  user_id   text not null,
  role      text not null constraint scaigrid_user_roles_built_in check (
    role in ('super_admin', 'partner_admin', 'tenant_admin', 'tenant_user', 'tenant_viewer')),
  primary key (tenant_id, user_id, role),
  foreign key (tenant_id, user_id) references scaigrid_users (tenant_id, id) on delete cascade
);

-- A custom role can never pass for a built-in one.
create table scaigrid_custom_roles (
  id         text primary key,
  tenant_id  text not null references scaigrid_tenants (id),
  name       text not null constraint scaigrid_custom_roles_not_built_in check (
    name not in ('super_admin', 'partner_admin', 'tenant_admin', 'tenant_user', 'tenant_viewer')),
  created_at timestamptz not null default now(),
  constraint scaigrid_custom_roles_in_tenant unique (tenant_id, id),
  constraint scaigrid_custom_roles_name unique (tenant_id, name)
);

create table scaigrid_custom_role_permissions (
  tenant_id  text not null,
  role_id    text not null,
  permission text not null,
  primary key (tenant_id, role_id, permission),
  foreign key (tenant_id, role_id) references scaigrid_custom_roles (tenant_id, id) on delete cascade
);

create table scaigrid_user_custom_roles (
  tenant_id text not null,
  user_id   text not null,
  role_id   text not null,
  primary key (tenant_id, user_id, role_id),
  foreign key (tenant_id, user_id) references scaigrid_users (tenant_id, id) on delete cascade,
  foreign key (tenant_id, role_id) references scaigrid_custom_roles (tenant_id, id) on delete cascade
);
create index scaigrid_user_custom_roles_of_role on scaigrid_user_custom_roles (tenant_id, role_id);

create table scaigrid_groups (
  id         text primary key,
  tenant_id  text not null references scaigrid_tenants (id),
  name       text not null,
  created_at timestamptz not null default now(),
  constraint scaigrid_groups_in_tenant unique (tenant_id, id),
  constraint scaigrid_groups_name unique (tenant_id, name)
);

create table scaigrid_group_members (
  tenant_id text not null,
  group_id  text not null,
  user_id   text not null,
  primary key (tenant_id, user_id, group_id),
  foreign key (tenant_id, group_id) references scaigrid_groups (tenant_id, id) on delete cascade,
  foreign key (tenant_id, user_id) references scaigrid_users (tenant_id, id) on delete cascade
);
create index scaigrid_group_members_of_group on scaigrid_group_members (tenant_id, group_id);

-- The key itself is nowhere: hash is its SHA-256, prefix the few characters that tell keys apart.
create table scaigrid_api_keys (
  id              text primary key,
  tenant_id       text not null,
  user_id         text not null,
  name            text not null,
  prefix          text not null,
  hash            bytea not null,
  model_group_ids text[],
  expires_at      timestamptz,
  revoked_at      timestamptz,
  created_at      timestamptz not null default now(),
  constraint scaigrid_api_keys_hash unique (hash),
  foreign key (tenant_id, user_id) references scaigrid_users (tenant_id, id) on delete cascade
);
create index scaigrid_api_keys_newest on scaigrid_api_keys (tenant_id, created_at desc, id desc);
create index scaigrid_api_keys_of_user on scaigrid_api_keys (tenant_id, user_id);

-- Replicas keep resolved callers in memory and drop them when any of this changes.
create function scaigrid_directory_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('scaigrid_directory', '');
  return null;
end
$$;

create trigger changed after insert or update or delete or truncate on scaigrid_partners
  for each statement execute function scaigrid_directory_changed();
create trigger changed after insert or update or delete or truncate on scaigrid_tenants
  for each statement execute function scaigrid_directory_changed();
create trigger changed after insert or update or delete or truncate on scaigrid_users
  for each statement execute function scaigrid_directory_changed();
create trigger changed after insert or update or delete or truncate on scaigrid_user_roles
  for each statement execute function scaigrid_directory_changed();
create trigger changed after insert or update or delete or truncate on scaigrid_custom_roles
  for each statement execute function scaigrid_directory_changed();
create trigger changed after insert or update or delete or truncate on scaigrid_custom_role_permissions
  for each statement execute function scaigrid_directory_changed();
create trigger changed after insert or update or delete or truncate on scaigrid_user_custom_roles
  for each statement execute function scaigrid_directory_changed();
create trigger changed after insert or update or delete or truncate on scaigrid_groups
  for each statement execute function scaigrid_directory_changed();
create trigger changed after insert or update or delete or truncate on scaigrid_group_members
  for each statement execute function scaigrid_directory_changed();
create trigger changed after insert or update or delete or truncate on scaigrid_api_keys
  for each statement execute function scaigrid_directory_changed();
