-- breaking: no
-- The directory, the Feishu integration, sync runs with their plans, and what keeps all of it accountable.

create table installation (
  only_row boolean primary key default true check (only_row),
  id uuid not null default gen_random_uuid(),
  -- Encrypted known text: a wrong master key is refused at start instead of turning every secret into noise.
  key_id text,
  key_check text,
  created_at timestamptz not null default now()
);
insert into installation default values;

-- Bumped by every transaction that changes the directory; readers and plans name the revision they saw.
create table directory_state (
  only_row boolean primary key default true check (only_row),
  revision bigint not null default 0
);
insert into directory_state default values;

create table department (
  id uuid primary key,
  name text not null check (name <> ''),
  parent_id uuid references department (id),
  sort_order integer not null default 0,
  leader_ids uuid[] not null default '{}',
  status text not null default 'active' check (status in ('active', 'deleted')),
  origin text not null check (origin in ('built_in', 'feishu')),
  pin jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  check (id <> parent_id)
);
create index department_parent_idx on department (parent_id);

create table directory_user (
  id uuid primary key,
  username text not null check (username <> ''),
  name text not null check (name <> ''),
  nickname text,
  email text,
  mobile text,
  employee_no text,
  job_title text,
  -- A soft reference: leaders may form circles and may arrive in any order.
  leader_id uuid,
  attributes jsonb not null default '{}',
  status text not null default 'active' check (status in ('active', 'disabled', 'deleted')),
  disabled_by text check (disabled_by in ('sync', 'operator')),
  origin text not null check (origin in ('built_in', 'feishu')),
  role text not null default 'member' check (role in ('owner', 'administrator', 'auditor', 'member')),
  service_account boolean not null default false,
  -- A built-in user made while "support built-in users" was on: a sync leaves it alone (product.md 5.1).
  sync_exempt boolean not null default false,
  pin jsonb,
  password_hash text,
  password_must_change boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  check ((status = 'active') = (disabled_by is null))
);
create unique index directory_user_username_key on directory_user (lower(username));
create index directory_user_email_idx on directory_user (email) where email is not null;
create index directory_user_name_idx on directory_user (name, id);

create table membership (
  user_id uuid not null references directory_user (id) on delete cascade,
  department_id uuid not null references department (id) on delete cascade,
  is_primary boolean not null default false,
  user_order integer not null default 0,
  department_order integer not null default 0,
  origin text not null check (origin in ('built_in', 'feishu')),
  primary key (user_id, department_id)
);
create index membership_department_idx on membership (department_id);

create table feishu_connection (
  id uuid primary key default gen_random_uuid(),
  app_id text not null unique,
  -- AES-256-GCM blob under the master key.
  app_secret text not null,
  open_url text not null,
  accounts_url text not null,
  -- Validated by the contract's schema when read: rate limit, events, services.
  settings jsonb not null,
  declared_by text not null check (declared_by in ('file', 'console')),
  -- Of the tenant the app lives in, once known.
  tenant_key text,
  -- Exactly one connection may own user and organisation sync (S7).
  owns_sync boolean not null default false,
  accepted_range jsonb,
  last_users_read integer,
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index feishu_connection_one_sync_owner on feishu_connection (owns_sync) where owns_sync and removed_at is null;

create table linked_identity (
  user_id uuid not null references directory_user (id) on delete cascade,
  connection_id uuid not null references feishu_connection (id),
  union_id text not null,
  open_id text not null,
  feishu_user_id text,
  -- Set when the link is taken away; the row stays so that the same person finds the same account again.
  unlinked_at timestamptz,
  linked_at timestamptz not null default now(),
  primary key (connection_id, union_id),
  unique (connection_id, user_id)
);
create index linked_identity_open_id_idx on linked_identity (open_id);
create index linked_identity_user_idx on linked_identity (user_id);

create table department_link (
  department_id uuid not null references department (id) on delete cascade,
  connection_id uuid not null references feishu_connection (id),
  open_department_id text not null,
  feishu_department_id text,
  unlinked_at timestamptz,
  linked_at timestamptz not null default now(),
  primary key (connection_id, open_department_id),
  unique (connection_id, department_id)
);
create index department_link_department_idx on department_link (department_id);

create table sync_plan (
  id uuid primary key,
  connection_id uuid not null references feishu_connection (id),
  target jsonb not null,
  directory_revision bigint not null,
  rules_digest text not null,
  changes_digest text not null,
  verdict jsonb not null,
  complete boolean not null,
  coverage jsonb not null,
  contact_range jsonb not null,
  summary jsonb not null,
  change_count integer not null,
  held_count integer not null,
  created_at timestamptz not null default now()
);

-- One row a step. It is at once the plan a person reviews and, with its block's outcome, the record of what was done.
create table sync_change (
  plan_id uuid not null references sync_plan (id) on delete cascade,
  seq integer not null,
  held boolean not null default false,
  kind text not null check (kind in ('users', 'departments', 'memberships')),
  verb text not null,
  -- The user, or for departments the department.
  subject_id uuid not null,
  -- For memberships the department.
  department_id uuid,
  label text,
  reason text not null,
  before jsonb,
  after jsonb,
  primary key (plan_id, seq)
);
create index sync_change_subject_idx on sync_change (subject_id);

create table sync_issue (
  plan_id uuid not null references sync_plan (id) on delete cascade,
  seq integer not null,
  severity text not null check (severity in ('error', 'skipped', 'warning', 'note')),
  code text not null,
  kind text not null,
  key text not null,
  subject_id uuid,
  label text not null,
  detail jsonb not null,
  primary key (plan_id, seq)
);

create table sync_run (
  id bigint generated always as identity primary key,
  connection_id uuid not null references feishu_connection (id),
  trigger text not null check (trigger in ('manual', 'schedule', 'event', 'approval', 'revert', 'retry', 'sign_in')),
  requested_by jsonb not null,
  target jsonb not null,
  status text not null check (status in (
    'running', 'waiting_for_approval', 'succeeded', 'partially_succeeded', 'failed', 'interrupted', 'rejected', 'cancelled')),
  -- What the run is doing: phase, done, total.
  progress jsonb not null,
  plan_id uuid references sync_plan (id),
  counts jsonb,
  coverage jsonb,
  reasons jsonb not null default '[]',
  cancel_requested boolean not null default false,
  reverts_run_id bigint references sync_run (id),
  retries_run_id bigint references sync_run (id),
  -- The process that runs it says so every few seconds; silence means it died.
  heartbeat_at timestamptz not null default now(),
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  decided_by jsonb,
  decided_at timestamptz
);
create unique index sync_run_one_at_a_time on sync_run (connection_id) where status = 'running';
create index sync_run_recent_idx on sync_run (connection_id, id desc);

-- Written in the transaction of the block it speaks of: what is in here was done, what is not was not.
create table sync_block (
  plan_id uuid not null references sync_plan (id) on delete cascade,
  run_id bigint not null references sync_run (id),
  first_seq integer not null,
  last_seq integer not null,
  applied_at timestamptz not null default now(),
  primary key (plan_id, first_seq)
);

create table sync_failure (
  plan_id uuid not null references sync_plan (id) on delete cascade,
  run_id bigint not null references sync_run (id),
  seq integer not null,
  code text not null,
  message text not null,
  primary key (plan_id, seq)
);

-- What the rolling guard counts (product.md 5.3): removals a sync applied, approved ones marked.
create table sync_removal (
  id bigint generated always as identity primary key,
  connection_id uuid not null references feishu_connection (id),
  run_id bigint not null references sync_run (id),
  user_id uuid not null,
  approved boolean not null,
  at timestamptz not null default now()
);
create index sync_removal_window_idx on sync_removal (connection_id, at);

create table audit_record (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor jsonb not null,
  action text not null,
  object_kind text not null,
  object_id text,
  before jsonb,
  after jsonb,
  run_id bigint references sync_run (id)
);
create index audit_record_object_idx on audit_record (object_kind, object_id, id desc);

create table api_token (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  -- SHA-256 of a 256-bit random token.
  token_hash bytea not null unique,
  scopes text[] not null,
  bootstrap boolean not null default false,
  created_by jsonb not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);

-- Domain events, written with the change they speak of and handed on at least once.
create table outbox (
  id bigint generated always as identity primary key,
  topic text not null,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  handed_on_at timestamptz
);
create index outbox_pending_idx on outbox (id) where handed_on_at is null;
