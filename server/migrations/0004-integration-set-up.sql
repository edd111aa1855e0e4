-- breaking: no
-- Setting up the Feishu integration in the console: a draft that any operator can finish, and what the last check found.

create table feishu_draft (
  only_row boolean primary key default true check (only_row),
  step integer not null check (step between 1 and 4),
  app_id text,
  -- AES-256-GCM blob under the master key, bound to the App ID.
  app_secret text,
  open_url text not null,
  accounts_url text not null,
  settings jsonb not null,
  updated_by jsonb not null,
  updated_at timestamptz not null default now(),
  -- A secret belongs to its app.
  check (app_secret is null or app_id is not null)
);

alter table feishu_connection
  add column secret_changed_at timestamptz not null default now(),
  -- What the last check found; it decides nothing.
  add column last_diagnosis jsonb;
