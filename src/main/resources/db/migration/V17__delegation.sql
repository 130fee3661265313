-- As whom the Core acted when the execution began; null: as itself.
alter table mod_scaicore_executions add column delegated_user_id text;

-- The Core that acts, or is acted on, and the user as whom it acts.
alter table scaigrid_audit_events add column core_id text;
alter table scaigrid_audit_events add column delegated_user_id text;

-- With what the tokens of Cores that act as users are signed. The next key is listed for a while
-- before it signs, and an old one until its tokens have ended.
create table mod_scaicore_delegation_keys (
  kid text primary key,
  public_key json not null,
  sealed bytea not null,
  signs_from timestamptz not null,
  signs_until timestamptz not null,
  listed_until timestamptz not null
);

-- Plugins that a tenant offers to its programs as plugin://<name>.
create table mod_scaicore_available_plugins (
  tenant_id text not null,
  name text not null,
  endpoint text not null,
  description text,
  created_by text not null,
  created_at timestamptz not null,
  primary key (tenant_id, name)
);
