-- breaking: no
-- Accounts and access: sessions, failed sign-ins, second factors, one-time links, what people and the installation prefer.

create table session (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references directory_user (id) on delete cascade,
  -- SHA-256 of the cookie's 256 random bits.
  secret_hash bytea not null unique,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  -- When the person last proved the password in it; null when never.
  proved_at timestamptz,
  -- Whatever happens in between.
  expires_at timestamptz not null,
  user_agent text,
  address text not null,
  revoked_at timestamptz
);
create index session_user_idx on session (user_id);
create index session_expiry_idx on session (expires_at);

-- Counted before the password is looked at, by every process alike.
create table sign_in_failure (
  kind text not null check (kind in ('account', 'address')),
  -- SHA-256 of the name as typed, which may be a password typed into the wrong field; or of the address.
  key bytea not null,
  failures integer not null,
  last_at timestamptz not null,
  locked_until timestamptz,
  primary key (kind, key)
);

create table totp (
  user_id uuid primary key references directory_user (id) on delete cascade,
  -- AES-256-GCM blob under the master key.
  secret text not null,
  confirmed_at timestamptz,
  -- The last time step a code was accepted for: each code opens once (RFC 6238 section 5.2).
  last_step bigint not null default 0
);

create table recovery_code (
  user_id uuid not null references directory_user (id) on delete cascade,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);

create table one_time_link (
  id uuid primary key default gen_random_uuid(),
  purpose text not null check (purpose in ('setup', 'password', 'sign_in')),
  user_id uuid references directory_user (id) on delete cascade,
  secret_hash bytea not null unique,
  created_by jsonb not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  used_at timestamptz,
  check ((purpose = 'setup') = (user_id is null))
);
create index one_time_link_user_idx on one_time_link (user_id);

create table user_preference (
  user_id uuid primary key references directory_user (id) on delete cascade,
  language text check (language in ('en', 'zh')),
  theme text check (theme in ('light', 'dark')),
  feishu_email text
);

-- What the console may set; a file or the environment is stronger (product.md 5.9).
create table installation_setting (
  only_row boolean primary key default true check (only_row),
  public_url text,
  language text check (language in ('en', 'zh')),
  deleted_days integer check (deleted_days between 1 and 3650)
);
insert into installation_setting default values;
