-- Grows in size with each upload for a Core, and is negative while one is under way or has failed. A
-- replica that has a picture in memory asks whether it is still the one; under a negative number it
-- keeps none. The picture is in the object store; avatar_url says whether there is one.
alter table mod_scaicore_cores add column avatar_version bigint not null default 0;
