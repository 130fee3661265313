-- Skills: each row is one version of one, and never changed. A start copies the text of those that
-- a Core names into the program that it keeps, so nothing refers to these rows.
create table mod_scaicore_skills (
  id text primary key,
  tenant_id text not null,
  slug text not null,
  version text not null,
  preamble text not null,
  created_by text not null,
  created_at timestamptz not null,
  constraint mod_scaicore_skills_version unique (tenant_id, slug, version)
);

-- GET /skills: newest first
create index mod_scaicore_skills_list on mod_scaicore_skills (tenant_id, created_at desc, id desc);
-- the newest of a slug
create index mod_scaicore_skills_newest
  on mod_scaicore_skills (tenant_id, slug, created_at desc, id desc);
