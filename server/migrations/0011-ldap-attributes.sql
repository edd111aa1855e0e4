-- breaking: no
-- What feeds which LDAP attribute of people (S17). Without a row it is as installed.

create table ldap_relations (
  only_row boolean primary key default true check (only_row),
  -- Counted up by every change: who writes names the one they read, and every process follows it.
  version bigint not null check (version > 0),
  -- Validated when read: the list of attributes, each with its sources.
  relations jsonb not null check (jsonb_typeof(relations) = 'array'),
  updated_by jsonb not null,
  updated_at timestamptz not null
);
