-- How many avatars were uploaded for a Core: 0 where it has none. A replica that has a picture in
-- memory asks whether it is still the one. The picture is in the object store.
alter table mod_scaicore_cores add column avatar_version bigint not null default 0;
