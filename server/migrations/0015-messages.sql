-- breaking: no
-- Messages to people through the app's bot: what was asked, one message a person, and what became of it (product.md S13, 3.6).

-- What one call of the notification API asked for.
create table notification (
  id uuid primary key,
  -- Who asked: {"kind":"api_token","id","name"}, or an operator.
  sender jsonb not null,
  sender_id text not null,
  idempotency_key text,
  -- Of what was asked, to tell a repetition from another question under the same key.
  request_digest text not null,
  -- In the words of the API, without contents: whom it was meant for.
  recipients jsonb not null,
  -- The template's name; null: contents of the sender's own.
  template text,
  message_count integer not null,
  created_at timestamptz not null,
  -- When its last message had its final state; null: some are still on their way.
  finished_at timestamptz
);
create unique index notification_idempotency_key on notification (sender_id, idempotency_key) where idempotency_key is not null;
create index notification_recent_idx on notification (created_at desc, id desc);
create index notification_sender_idx on notification (sender_id, created_at);

-- Contents, sealed: values may be one-time links. Messages of one notification share theirs.
create table message_content (
  id uuid primary key,
  -- AES-256-GCM blob.
  sealed text not null
);

-- One for each person; the id is derived from the key, so that the same key is the same message for ever.
create table message (
  id uuid primary key,
  key text not null unique check (length(key) between 1 and 200),
  notification_id uuid references notification (id) on delete cascade,
  sender jsonb not null,
  user_id uuid not null references directory_user (id) on delete cascade,
  content_id uuid not null references message_content (id),
  template text,
  -- unknown: it may have arrived, and the hour in which Feishu would have told is over.
  state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'failed', 'refused', 'expired', 'unknown')),
  attempts integer not null default 0,
  -- Not tried again before this.
  due_at timestamptz not null,
  expires_at timestamptz not null,
  -- When the first attempt began of which nobody knows whether it arrived.
  maybe_sent_at timestamptz,
  -- The process that holds it while it is sent.
  sender_process uuid,
  -- Of the last attempt: why it did not arrive.
  cause text,
  feishu_code integer,
  feishu_log_id text,
  feishu_message_id text,
  created_at timestamptz not null,
  sent_at timestamptz,
  finished_at timestamptz
);
create index message_due_idx on message (due_at, created_at, id) where state = 'queued';
create index message_expiry_idx on message (expires_at) where state = 'queued';
create index message_sending_idx on message (sender_process) where state = 'sending';
create index message_notification_idx on message (notification_id, state);
create index message_recent_idx on message (created_at desc, id desc);
create index message_user_idx on message (user_id, created_at desc, id desc);
create index message_content_idx on message (content_id);
create index message_finished_idx on message (finished_at) where finished_at is not null;

-- Processes that send. One that is silent for long is taken for dead, and what it held is taken over.
create table message_sender (
  id uuid primary key,
  seen_at timestamptz not null
);

-- Why nothing is sent at present, where Feishu refuses the app itself; no row: all is well.
create table message_stop (
  only_row boolean primary key default true check (only_row),
  code text not null,
  detail jsonb not null,
  since timestamptz not null,
  -- When one message is tried again, to see whether it is over.
  next_try_at timestamptz not null
);

-- Templates of the operators', and built-in ones they changed.
create table message_template (
  name text primary key check (name ~ '^[a-z][a-z0-9_]{0,59}$'),
  -- {"format":"text"|"post"|"card","texts":{"zh":{"title","body","button"},"en":{…}}}
  template jsonb not null,
  updated_at timestamptz not null
);

-- The address a person is known by in Feishu, where they said so; null: not verified yet (S13).
create table feishu_email (
  user_id uuid primary key references directory_user (id) on delete cascade,
  email text not null,
  verified_at timestamptz
);

-- What a sent card is to show instead; the last one wins.
create table card_update (
  message_id uuid primary key references message (id) on delete cascade,
  -- AES-256-GCM blob.
  sealed text not null,
  version integer not null default 1,
  attempts integer not null default 0,
  due_at timestamptz not null
);
create index card_update_due_idx on card_update (due_at);
