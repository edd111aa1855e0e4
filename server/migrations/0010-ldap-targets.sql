-- breaking: no
-- External LDAP servers that are kept equal to the directory (product.md 3.5).

create table ldap_target (
  id uuid primary key default gen_random_uuid(),
  name text not null check (name <> ''),
  -- In the words of the API and the configuration; everything but the password.
  settings jsonb not null,
  -- AES-256-GCM blob.
  bind_password text not null,
  set_by_file boolean not null default false,
  -- The directory's revision that was written last.
  written_revision bigint,
  -- Failures in a row, and until when it is left alone after them.
  failures integer not null default 0,
  next_attempt_at timestamptz,
  -- When the schedule runs it next; null: not by itself.
  next_run_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index ldap_target_name_key on ldap_target (lower(name));

-- Which entry was written for what. Nothing that is not here is ever deleted.
create table ldap_target_link (
  target_id uuid not null references ldap_target (id) on delete cascade,
  kind text not null check (kind in ('people', 'groups', 'units')),
  -- The user, the group's entryUUID, or the department; it outlives them.
  subject text not null,
  -- As the server names it; null from before the entry is written until it was read back.
  entry_uuid text,
  dn text not null,
  disabled boolean not null default false,
  -- It was there before us, so it keeps its name.
  adopted boolean not null default false,
  -- Which password of the person was written: when it was set.
  password_at timestamptz,
  primary key (target_id, kind, subject)
);

create table ldap_run (
  id bigint generated always as identity primary key,
  target_id uuid not null references ldap_target (id) on delete cascade,
  purpose text not null check (purpose in ('preview', 'run')),
  trigger text not null check (trigger in ('manual', 'schedule', 'event', 'retry')),
  status text not null check (status in ('running', 'planned', 'waiting_for_approval', 'succeeded', 'partially_succeeded', 'failed',
    'interrupted', 'rejected', 'cancelled')),
  verdict text check (verdict in ('empty', 'applyable', 'needs_approval', 'blocked')),
  reasons jsonb not null default '[]',
  counts jsonb,
  memberships jsonb not null default '{"added": 0, "removed": 0}',
  entries_read jsonb,
  unchanged jsonb,
  changes_digest text,
  change_count integer not null default 0,
  held_count integer not null default 0,
  progress jsonb not null,
  requested_by jsonb not null,
  decided_by jsonb,
  decided_at timestamptz,
  -- An operator approved its removals, so they do not count for the guard.
  approved boolean not null default false,
  retries_run bigint,
  applies_run bigint,
  cancel_requested boolean not null default false,
  heartbeat_at timestamptz not null default now(),
  started_at timestamptz not null,
  finished_at timestamptz
);
create unique index ldap_run_one_at_a_time on ldap_run (target_id) where status = 'running';
create index ldap_run_target_idx on ldap_run (target_id, id desc);

create table ldap_change (
  run_id bigint not null references ldap_run (id) on delete cascade,
  seq integer not null,
  kind text not null check (kind in ('people', 'groups', 'units')),
  verb text not null check (verb in ('create', 'adopt', 'update', 'rename', 'disable', 'delete')),
  subject text not null,
  label text not null,
  dn text not null,
  new_dn text,
  before jsonb,
  after jsonb,
  members jsonb,
  outcome text not null check (outcome in ('planned', 'held', 'applied', 'failed')),
  failure jsonb,
  primary key (run_id, seq)
);

create table ldap_issue (
  run_id bigint not null references ldap_run (id) on delete cascade,
  seq integer not null,
  severity text not null check (severity in ('error', 'warning', 'note')),
  code text not null,
  kind text not null check (kind in ('people', 'groups', 'units')),
  subject text not null,
  label text not null,
  detail jsonb not null,
  primary key (run_id, seq)
);

-- One-way hashes of passwords people set here, in the form LDAP servers take; made when the password was set.
create table ldap_password (
  user_id uuid not null references directory_user (id) on delete cascade,
  scheme text not null,
  hash text not null,
  set_at timestamptz not null,
  primary key (user_id, scheme)
);
