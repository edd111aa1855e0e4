-- breaking: no
-- A preview: a plan that somebody asked to see first. The row tells how far it is until the plan itself is stored.

create table sync_preview (
  -- Names the plan it becomes.
  plan_id uuid primary key,
  number bigint generated always as identity unique,
  connection_id uuid not null references feishu_connection (id),
  requested_by jsonb not null,
  target jsonb not null,
  status text not null check (status in ('planning', 'ready', 'failed', 'cancelled')),
  progress jsonb not null,
  reasons jsonb not null default '[]',
  cancel_requested boolean not null default false,
  -- The process that makes it says so every few seconds; silence means it died.
  heartbeat_at timestamptz not null default now(),
  created_at timestamptz not null,
  finished_at timestamptz
);
-- One at a time: two would share Feishu's limits and double the memory.
create unique index sync_preview_one_at_a_time on sync_preview (connection_id) where status = 'planning';
