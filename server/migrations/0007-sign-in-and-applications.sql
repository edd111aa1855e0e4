-- breaking: no
-- Signing in with Feishu, applications that sign people in with us, and what ends with a sign-in (S12-S16, product.md 3.4).

-- How a session was opened. One opened with Feishu ends when the link goes or single sign-on is switched off.
alter table session add column method text not null default 'password' check (method in ('password', 'feishu', 'link'));

-- A sign-in under way on Feishu's page: bound to the browser that began it, spent by the first return.
create table feishu_sign_in (
  -- SHA-256 of the state that travels, and of the cookie that stays.
  state_hash bytea primary key,
  browser_hash bytea not null,
  purpose text not null check (purpose in ('sign_in', 'link', 'test')),
  -- Which app's credentials are meant: the connection's, or the draft's.
  app text not null check (app in ('integration', 'draft')),
  -- AES-256-GCM blob: the PKCE verifier; null in Feishu's client, which has no such road.
  code_verifier text,
  -- Who links or tests; null who signs in.
  session_id uuid references session (id) on delete cascade,
  return_to text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  -- How it ended, for the page that tells it.
  outcome jsonb
);
create index feishu_sign_in_browser_idx on feishu_sign_in (browser_hash, created_at desc);
create index feishu_sign_in_expiry_idx on feishu_sign_in (expires_at);

create table application (
  id uuid primary key default gen_random_uuid(),
  client_id text not null unique,
  name text not null check (name <> ''),
  description text not null default '',
  kind text not null check (kind in ('web', 'public', 'device')),
  enabled boolean not null default true,
  home_url text,
  redirect_uris text[] not null default '{}',
  post_logout_redirect_uris text[] not null default '{}',
  backchannel_logout_uri text,
  claims text[] not null default '{}',
  pkce_required boolean not null default true,
  refresh_tokens boolean not null default false,
  everyone boolean not null default false,
  -- SHA-256 of 256 random bits; null for clients without a secret.
  secret_hash bytea,
  secret_changed_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((secret_hash is null) = (kind <> 'web'))
);
create unique index application_name_key on application (lower(name));

-- Who may use an application that is not for everyone: a user, a group, or everybody of a department.
create table application_access (
  application_id uuid not null references application (id) on delete cascade,
  user_id uuid references directory_user (id) on delete cascade,
  group_id uuid references directory_group (id) on delete cascade,
  department_id uuid references department (id) on delete cascade,
  subtree boolean not null default false,
  check (num_nonnulls(user_id, group_id, department_id) = 1),
  check (not subtree or department_id is not null),
  unique nulls not distinct (application_id, user_id, group_id, department_id)
);
create index application_access_user_idx on application_access (user_id) where user_id is not null;
create index application_access_group_idx on application_access (group_id) where group_id is not null;
create index application_access_department_idx on application_access (department_id) where department_id is not null;

-- What the OpenID provider remembers: sessions, interactions, grants, codes, tokens.
create table oidc_state (
  model text not null,
  -- SHA-256 of what the bearer holds.
  id text not null,
  -- AES-256-GCM blob: whoever reads the table holds no token.
  payload text not null,
  grant_id text,
  -- SHA-256 of what a person types.
  user_code text,
  -- The session of ours this ends with; null for what outlives the browser (offline_access).
  session_id uuid,
  user_id uuid references directory_user (id) on delete cascade,
  client_id text,
  consumed_at timestamptz,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  primary key (model, id)
);
create index oidc_state_grant_idx on oidc_state (grant_id) where grant_id is not null;
create index oidc_state_session_idx on oidc_state (session_id) where session_id is not null;
create index oidc_state_user_code_idx on oidc_state (user_code) where user_code is not null;
create index oidc_state_user_idx on oidc_state (user_id) where user_id is not null;
create index oidc_state_expiry_idx on oidc_state (expires_at) where expires_at is not null;

-- Who is signed in to which application under which session of ours; told the application when it ends.
create table oidc_login (
  id bigint generated always as identity primary key,
  session_id uuid not null,
  user_id uuid not null,
  client_id text not null,
  -- The provider's name for this sign-in (OpenID Connect Back-Channel Logout 1.0 section 2.1).
  sid text not null,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  -- Deliveries of the logout token: how many were tried, when the next is due, and when it arrived or was given up.
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  settled_at timestamptz,
  last_error text,
  unique (session_id, client_id, sid)
);
create index oidc_login_user_idx on oidc_login (user_id) where ended_at is null;
create index oidc_login_due_idx on oidc_login (next_attempt_at) where ended_at is not null and settled_at is null;

-- Keys that sign id tokens and logout tokens; the private half is an AES-256-GCM blob under the master key.
create table signing_key (
  id text primary key,
  algorithm text not null,
  public_jwk jsonb not null,
  private_jwk text not null,
  state text not null check (state in ('next', 'signing', 'retired')),
  created_at timestamptz not null default now(),
  signs_since timestamptz,
  retired_at timestamptz
);
create unique index signing_key_one_signs on signing_key (state) where state = 'signing';
create unique index signing_key_one_next on signing_key (state) where state = 'next';

-- Endings. They follow from the rows themselves, so that no way of ending a sign-in, a sync's bulk write included, can
-- forget what hangs on it.

-- A session of ours ends: so does what the provider gave under it, and every application is to be told.
create function end_oidc_logins_of_session() returns trigger language plpgsql as $$
begin
  delete from oidc_state where session_id = new.id;
  update oidc_login set ended_at = now(), next_attempt_at = now() where session_id = new.id and ended_at is null;
  return null;
end $$;
create trigger session_ends_oidc_logins after update of revoked_at on session
  for each row when (old.revoked_at is null and new.revoked_at is not null) execute function end_oidc_logins_of_session();

-- Everything a user is signed in with ends: sessions, and the provider's grants and tokens.
create function end_sign_ins(of_user uuid, but_session uuid default null) returns void language plpgsql as $$
begin
  update session set revoked_at = now()
    where user_id = of_user and revoked_at is null and (but_session is null or id <> but_session);
  delete from oidc_state where user_id = of_user;
  update oidc_login set ended_at = now(), next_attempt_at = now() where user_id = of_user and ended_at is null;
end $$;

create function end_sign_ins_of_inactive() returns trigger language plpgsql as $$
begin
  perform end_sign_ins(new.id);
  return null;
end $$;
create trigger directory_user_ends_sign_ins after update of status on directory_user
  for each row when (old.status = 'active' and new.status <> 'active') execute function end_sign_ins_of_inactive();

create function end_sign_ins_of_unlinked() returns trigger language plpgsql as $$
begin
  update session set revoked_at = now() where user_id = old.user_id and revoked_at is null and method = 'feishu';
  delete from oidc_state where user_id = old.user_id;
  return null;
end $$;
create trigger linked_identity_ends_sign_ins after update of unlinked_at on linked_identity
  for each row when (old.unlinked_at is null and new.unlinked_at is not null) execute function end_sign_ins_of_unlinked();
