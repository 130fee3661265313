-- With what calls of a Core to its plugins are signed; made when it is first needed.
create table mod_scaicore_signing_secrets (
  tenant_id text not null,
  core_id text not null,
  sealed bytea not null,
  created_at timestamptz not null,
  primary key (tenant_id, core_id),
  foreign key (tenant_id, core_id) references mod_scaicore_cores (tenant_id, id) on delete cascade
);
