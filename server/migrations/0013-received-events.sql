-- breaking: no
-- What Feishu told us: events about contacts and callbacks of cards, each once, whichever way it came and however often.

create table received_event (
  id bigint generated always as identity primary key,
  connection_id uuid not null references feishu_connection (id) on delete cascade,
  -- Feishu's own id of the event: it repeats an event under the same id.
  event_id text not null,
  type text not null,
  via text not null check (via in ('long_connection', 'webhook')),
  -- What to look at: {"kind":"user","openId"}, {"kind":"department","openDepartmentId"} or {"kind":"range"}; null: nothing of the directory's.
  target jsonb,
  occurred_at timestamptz not null,
  received_at timestamptz not null default now(),
  -- When what it is about had been looked at; null: still to do.
  handled_at timestamptz,
  -- The run that looked, where it left one.
  run_id bigint references sync_run (id) on delete set null,
  unique (connection_id, event_id)
);
create index received_event_pending_idx on received_event (connection_id, id) where handled_at is null and target is not null;
create index received_event_age_idx on received_event (received_at);
