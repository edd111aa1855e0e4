-- breaking: no
-- Other systems that want to hear of changes, and what each of them was told.

create table webhook (
  id uuid primary key,
  name text not null check (name <> ''),
  url text not null,
  events text[] not null,
  -- AES-256-GCM blobs. The secret before signs as well until its time is over.
  secret text not null,
  previous_secret text,
  previous_secret_until timestamptz,
  enabled boolean not null default true,
  -- Why it was switched off by itself: a code with its values; null: it is on, or a person switched it off.
  disabled_reason jsonb,
  -- The first failure since something last arrived; null: all is well.
  failing_since timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table webhook_delivery (
  -- Order of the events.
  seq bigint generated always as identity primary key,
  -- What the receiver sees, the same each time it is sent.
  id uuid not null unique default gen_random_uuid(),
  webhook_id uuid not null references webhook (id) on delete cascade,
  topic text not null,
  -- Whose order is kept, e.g. user:<id>; null: nobody's.
  object_key text,
  payload jsonb not null,
  occurred_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  attempts integer not null default 0,
  -- When it is sent, or while it is being sent: when another process may take it over.
  next_attempt_at timestamptz,
  last_attempt_at timestamptz,
  -- What came of the last attempt.
  last_status integer,
  last_response text,
  last_failure jsonb,
  settled_at timestamptz,
  check ((state = 'waiting') = (next_attempt_at is not null))
);
create index webhook_delivery_due_idx on webhook_delivery (webhook_id, next_attempt_at) where state = 'waiting';
create index webhook_delivery_order_idx on webhook_delivery (webhook_id, object_key, seq) where state = 'waiting';
create index webhook_delivery_recent_idx on webhook_delivery (webhook_id, state, seq desc);
create index webhook_delivery_age_idx on webhook_delivery (occurred_at);

-- Whoever hands an event on takes it off.
alter table outbox drop column handed_on_at;
