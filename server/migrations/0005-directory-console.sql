-- breaking: no
-- What the console asks of the directory: looking people up among 100,000, departments by a short number, groups made by hand.

-- One text a search reads, a field a line, so that one pass over one column answers it and no match spans two fields.
alter table directory_user add column search_text text not null generated always as (
  lower(username || chr(10) || name || chr(10) || coalesce(email, '') || chr(10) || coalesce(mobile, '') || chr(10) || coalesce(employee_no, ''))
) stored;
-- The few who are disabled or deleted are listed without walking past everybody else.
create index directory_user_inactive_idx on directory_user (status) where status <> 'active';

-- The whole tree of 10,000 goes to a browser in one answer; UUIDs do not compress, numbers do.
alter table department add column number bigint generated always as identity unique;

create table directory_group (
  id uuid primary key default gen_random_uuid(),
  name text not null check (name <> ''),
  description text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index directory_group_name_key on directory_group (lower(name));

-- A user, or everybody of a department, with what is below it when `subtree`.
create table group_member (
  group_id uuid not null references directory_group (id) on delete cascade,
  user_id uuid references directory_user (id) on delete cascade,
  department_id uuid references department (id) on delete cascade,
  subtree boolean not null default false,
  check (num_nonnulls(user_id, department_id) = 1),
  check (not subtree or department_id is not null),
  unique nulls not distinct (group_id, user_id, department_id)
);
create index group_member_user_idx on group_member (user_id) where user_id is not null;
create index group_member_department_idx on group_member (department_id) where department_id is not null;

create index audit_record_at_idx on audit_record (at);
