-- breaking: no
-- Who signs in by LDAP beside people with their own password: applications with service accounts, and people with app passwords.

-- Moved by everything a bind depends on; processes follow it as they follow directory_state. Whoever locks both locks that one first.
create table ldap_access_state (
  only_row boolean primary key default true check (only_row),
  revision bigint not null default 0
);
insert into ldap_access_state default values;

create table ldap_service_account (
  id uuid primary key default gen_random_uuid(),
  -- The cn of what it binds as.
  name text not null check (name ~ '^[a-z0-9]([a-z0-9._-]{0,58}[a-z0-9])?$'),
  description text not null default '',
  enabled boolean not null default true,
  -- Null: everything below our base.
  base_dn text,
  -- Null: all attributes.
  attributes text[],
  everyone boolean not null default false,
  -- SHA-256 of at least 128 random bits.
  secret_hash bytea not null,
  secret_changed_at timestamptz not null,
  last_used_at timestamptz,
  last_used_address text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index ldap_service_account_name_key on ldap_service_account (name);

-- Whom a service account that is not shown everyone is shown: groups and departments, and their members.
create table ldap_service_account_scope (
  service_account_id uuid not null references ldap_service_account (id) on delete cascade,
  group_id uuid references directory_group (id) on delete cascade,
  department_id uuid references department (id) on delete cascade,
  subtree boolean not null default false,
  check (num_nonnulls(group_id, department_id) = 1),
  check (not subtree or department_id is not null),
  unique nulls not distinct (service_account_id, group_id, department_id)
);
create index ldap_service_account_scope_group_idx on ldap_service_account_scope (group_id) where group_id is not null;
create index ldap_service_account_scope_department_idx on ldap_service_account_scope (department_id) where department_id is not null;

create table app_password (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references directory_user (id) on delete cascade,
  name text not null check (name <> ''),
  -- SHA-256 of at least 128 random bits, in lower case and without hyphens.
  secret_hash bytea not null unique,
  created_at timestamptz not null,
  last_used_at timestamptz,
  last_used_address text
);
create unique index app_password_name_key on app_password (user_id, lower(name));

-- The certificate of LDAPS and StartTLS while none is given by file; the key is an AES-256-GCM blob under the master key.
create table ldap_certificate (
  only_row boolean primary key default true check (only_row),
  certificate text not null,
  private_key text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

-- What the configuration says people a sync creates begin with (product.md 5.11); empty while it says nothing.
create table initial_password (
  only_row boolean primary key default true check (only_row),
  password_hash text not null
);

alter table installation_setting add column ldap_app_passwords_only boolean;

create function move_ldap_access() returns trigger language plpgsql as $$
begin
  update ldap_access_state set revision = revision + 1;
  return null;
end $$;

create trigger directory_user_moves_ldap_access
  after update of status, username, service_account, password_hash, password_must_change on directory_user
  for each row when (
    (old.status, old.username, old.service_account, old.password_hash, old.password_must_change)
    is distinct from (new.status, new.username, new.service_account, new.password_hash, new.password_must_change))
  execute function move_ldap_access();
-- What goes with its user or its group is seen without it: the user was moved before, the group is no longer there.
create trigger app_password_moves_ldap_access after delete on app_password
  for each row when (pg_trigger_depth() = 0) execute function move_ldap_access();
create trigger ldap_service_account_moves_ldap_access
  after insert or delete or update of enabled, base_dn, attributes, everyone, secret_hash on ldap_service_account
  for each row execute function move_ldap_access();
create trigger ldap_service_account_scope_moves_ldap_access after insert or delete on ldap_service_account_scope
  for each row when (pg_trigger_depth() = 0) execute function move_ldap_access();
create trigger installation_setting_moves_ldap_access after update of ldap_app_passwords_only on installation_setting
  for each row execute function move_ldap_access();

-- App passwords rest while their account is disabled and end with it; a sync's bulk write included.
create function end_app_passwords() returns trigger language plpgsql as $$
begin
  delete from app_password where user_id = new.id;
  return null;
end $$;
create trigger directory_user_ends_app_passwords after update of status on directory_user
  for each row when (old.status <> 'deleted' and new.status = 'deleted') execute function end_app_passwords();
