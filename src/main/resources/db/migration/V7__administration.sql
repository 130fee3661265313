-- Administration of the directory over HTTP: its lists are paged newest first.
create index scaigrid_users_newest on scaigrid_users (tenant_id, created_at desc, id desc);
create index scaigrid_groups_newest on scaigrid_groups (tenant_id, created_at desc, id desc);
create index scaigrid_custom_roles_newest
  on scaigrid_custom_roles (tenant_id, created_at desc, id desc);
create index scaigrid_tenants_newest on scaigrid_tenants (created_at desc, id desc);
create index scaigrid_partners_newest on scaigrid_partners (created_at desc, id desc);
create index scaigrid_api_keys_live on scaigrid_api_keys (tenant_id, created_at desc, id desc)
  where revoked_at is null;
create index scaigrid_api_keys_live_of_user
  on scaigrid_api_keys (tenant_id, user_id, created_at desc, id desc) where revoked_at is null;
-- who could be the last super admin
create index scaigrid_user_roles_super on scaigrid_user_roles (role) where role = 'super_admin';

alter table scaigrid_group_members add column created_at timestamptz not null default now();
create index scaigrid_group_members_newest
  on scaigrid_group_members (tenant_id, group_id, created_at desc, user_id desc);

-- What a user's tokens say of them follows the tokens; what an administrator gave stays.
alter table scaigrid_user_roles add column from_token boolean not null default false;
alter table scaigrid_group_members add column from_token boolean not null default false;
-- when the token was issued whose claims were taken over last: older ones change nothing
alter table scaigrid_users add column claims_issued_at timestamptz;

-- Who made the key, for themselves or somebody else: when its user comes to hold more than they do,
-- it is revoked. None: the service, by its configuration.
alter table scaigrid_api_keys add column created_by text;

-- Rate limits, shared by the replicas: id is that of the key, user or tenant, and the limit.
create table scaigrid_rate_buckets (
  id         text primary key,
  state      bytea,
  expires_at bigint -- milliseconds since 1970; without an index, so that updates stay in their page
) with (fillfactor = 50);

-- the quota of executions in flight of a Core
create index mod_scaicore_executions_in_flight on mod_scaicore_executions (tenant_id, core_id)
  where status not in ('completed', 'failed', 'cancelled');
