-- breaking: no
-- How events arrive: the keys of the webhook, which process keeps the long connection, and what was refused.

alter table feishu_connection
  -- AES-256-GCM blobs under the master key; both or none.
  add column event_encrypt_key text,
  add column event_verification_token text,
  add constraint feishu_connection_event_keys check ((event_encrypt_key is null) = (event_verification_token is null));

-- Feishu gives each event to one of an app's connections, so that one process keeps the only one.
create table feishu_long_connection (
  connection_id uuid primary key references feishu_connection (id) on delete cascade,
  -- Number of the advisory lock its process holds for as long as it lives.
  owner integer not null,
  -- Host and process, for people.
  owner_name text not null,
  taken_at timestamptz not null default now(),
  heartbeat_at timestamptz not null default now(),
  state text not null check (state in ('connecting', 'connected', 'refused')),
  -- Why it is not connected: {"code","detail"}.
  reason jsonb,
  connected_at timestamptz
);

-- What came and was not taken, by hour.
create table event_refusal (
  connection_id uuid not null references feishu_connection (id) on delete cascade,
  hour timestamptz not null,
  code text not null,
  count bigint not null,
  last_at timestamptz not null,
  primary key (connection_id, hour, code)
);
