-- breaking: no
-- Live changes: looks that events ask for go on beside other runs, and tell one another what was read more recently.

-- One run at a time, and beside it one look by an event. What is approved is a run like any other.
drop index sync_run_one_at_a_time;
create unique index sync_run_one_at_a_time on sync_run
  (connection_id, (trigger = 'event' and target ->> 'kind' <> 'all' and decided_at is null)) where status = 'running';
create index sync_run_full_idx on sync_run (connection_id, id) where target ->> 'kind' = 'all';

-- When the reading of the plan began, by the database's clock: whatever was looked at since was read more recently.
alter table sync_plan add column read_from timestamptz not null default now();
-- What an event named was looked at because of it; not so where sync was off, or a full run had read it anyhow.
alter table received_event add column looked boolean not null default false;
create index received_event_looked_idx on received_event (connection_id, handled_at) where looked;

-- Since when the contact range is known to have changed without a full run that accepted it: absence proves nothing meanwhile.
alter table feishu_connection add column removals_frozen_since timestamptz;

-- Since when events are listened to, and what the last full run found that none of them had told.
create table live_watch (
  connection_id uuid primary key references feishu_connection (id) on delete cascade,
  since timestamptz not null default now(),
  swept_run_id bigint references sync_run (id) on delete set null,
  swept_at timestamptz,
  missed_users integer not null default 0,
  missed_departments integer not null default 0
);

-- Usernames that begin alike are looked for with every newcomer.
create index directory_user_username_prefix_idx on directory_user (lower(username) text_pattern_ops);
