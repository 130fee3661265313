alter table mod_scaicore_checkpoints
  -- when claimed_by took it; a claim lapses after half an hour
  add column claimed_at timestamptz,
  -- api, queue, expiry, execution
  add column resolved_via text,
  -- the assignee in whose place somebody else, or the clock, decided: user:…, group:…, role:…
  add column resolved_on_behalf_of text;

-- claims that lapse
create index mod_scaicore_checkpoints_claimed on mod_scaicore_checkpoints (claimed_at)
  where status = 'pending' and claimed_at is not null;

-- GET /checkpoints/all: newest first
create index mod_scaicore_checkpoints_newest
  on mod_scaicore_checkpoints (tenant_id, created_at desc, id desc);
-- GET /checkpoints/all?status=…; resolved ones are many, and found without it
create index mod_scaicore_checkpoints_of_status
  on mod_scaicore_checkpoints (tenant_id, status, created_at desc, id desc)
  where status <> 'resolved';
-- GET /checkpoints/all?core_id=…; also finds what a Core holds
create index mod_scaicore_checkpoints_of_core_newest
  on mod_scaicore_checkpoints (tenant_id, core_id, created_at desc, id desc);
drop index mod_scaicore_checkpoints_of_core;
-- GET /checkpoints?status=…, of those that are closed: newest first
create index mod_scaicore_checkpoints_closed on mod_scaicore_checkpoints
  (tenant_id, assignee_type, assignee_value, status, created_at desc, id desc)
  where status <> 'pending';

-- What happened to checkpoints between their creation and their end, which their rows tell.
create table mod_scaicore_checkpoint_history (
  tenant_id text not null,
  checkpoint_id uuid not null references mod_scaicore_checkpoints (id) on delete cascade,
  seq bigint generated always as identity,
  event text not null check (event in ('claimed', 'released', 'reassigned', 'escalated',
    'reminded')),
  at timestamptz not null,
  actor_id text, -- null: the service itself
  actor_email text,
  details json not null,
  primary key (checkpoint_id, seq)
);

-- What moved in people's inboxes, for their streams: a row for each change of a pending checkpoint,
-- with the assignee that it left (null: it was not pending before) and the one that it is with
-- (null: it is not pending any more). Places are (xid, seq): whoever reads only what is below the
-- oldest transaction that is still writing misses none that commits late.
create table mod_scaicore_inbox_changes (
  tenant_id text not null,
  xid xid8 not null default pg_current_xact_id(),
  seq bigint generated always as identity,
  checkpoint_id uuid not null,
  from_type text,
  from_value text,
  to_type text,
  to_value text,
  at timestamptz not null default now()
);
create index mod_scaicore_inbox_changes_to
  on mod_scaicore_inbox_changes (tenant_id, to_type, to_value, xid, seq)
  where to_type is not null;
create index mod_scaicore_inbox_changes_from
  on mod_scaicore_inbox_changes (tenant_id, from_type, from_value, xid, seq)
  where from_type is not null;
-- in whose inboxes something moved
create index mod_scaicore_inbox_changes_in_order on mod_scaicore_inbox_changes (xid);
-- retention
create index mod_scaicore_inbox_changes_age on mod_scaicore_inbox_changes using brin (at);

-- One row: up to where changes have been removed.
create table mod_scaicore_inbox_horizon (
  gone xid8 not null
);
insert into mod_scaicore_inbox_horizon (gone) values ('0');

create function mod_scaicore_inbox_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into mod_scaicore_inbox_changes (tenant_id, checkpoint_id, to_type, to_value)
    values (new.tenant_id, new.id, new.assignee_type, new.assignee_value);
  elsif tg_op = 'DELETE' then
    insert into mod_scaicore_inbox_changes (tenant_id, checkpoint_id, from_type, from_value)
    values (old.tenant_id, old.id, old.assignee_type, old.assignee_value);
  elsif new.status = 'pending' then
    insert into mod_scaicore_inbox_changes
      (tenant_id, checkpoint_id, from_type, from_value, to_type, to_value)
    values (old.tenant_id, old.id, old.assignee_type, old.assignee_value, new.assignee_type,
      new.assignee_value);
  else
    insert into mod_scaicore_inbox_changes (tenant_id, checkpoint_id, from_type, from_value)
    values (old.tenant_id, old.id, old.assignee_type, old.assignee_value);
  end if;
  return null;
end
$$;

create trigger inbox_added after insert on mod_scaicore_checkpoints
  for each row when (new.status = 'pending') execute function mod_scaicore_inbox_changed();
-- What leaves the version alone is nothing that people see.
create trigger inbox_changed after update on mod_scaicore_checkpoints
  for each row when (old.status = 'pending' and new.version <> old.version)
  execute function mod_scaicore_inbox_changed();
create trigger inbox_removed after delete on mod_scaicore_checkpoints
  for each row when (old.status = 'pending') execute function mod_scaicore_inbox_changed();
