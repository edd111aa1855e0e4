-- breaking: no
-- What Larkbridge itself tells people: its switches, who is still to be welcomed, known devices, cards that ask, Feishu e-mails.

-- Only what an operator set; what is not here is as it is by default.
create table notice_switch (
  notice text primary key,
  enabled boolean not null,
  -- Since when it has been as it is: what happened before is not told.
  since timestamptz not null
);
-- When this program first looked: the `since` of every switch that nobody has touched.
create table notice_start (
  only_row boolean primary key default true check (only_row),
  at timestamptz not null default now(),
  -- When a file began to ask for one-time links in welcomes; null while it does not.
  links_since timestamptz
);
insert into notice_start default values;

-- Accounts whose welcome has not been handed to the queue of messages yet; its link is made when it is.
create table pending_welcome (
  user_id uuid primary key references directory_user (id) on delete cascade,
  created_at timestamptz not null
);
create index pending_welcome_age_idx on pending_welcome (created_at, user_id);

-- What a browser carries for long, and whose sign-ins it has seen.
create table known_device (
  user_id uuid not null references directory_user (id) on delete cascade,
  -- SHA-256 of the cookie's 256 random bits.
  device_hash bytea not null,
  -- Browser and system as its user agent names them, without versions.
  family text not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (user_id, device_hash, family)
);
create index known_device_hash_idx on known_device (device_hash);
create index known_device_age_idx on known_device (last_seen_at);

-- Trouble with syncs that operators were told of: the same again is not news.
create table told_run (
  run_id bigint not null references sync_run (id) on delete cascade,
  connection_id uuid not null references feishu_connection (id) on delete cascade,
  notice text not null,
  -- Status, kind of target and codes of the reasons.
  trouble text not null,
  told_at timestamptz not null,
  primary key (run_id, notice)
);
create index told_run_recent_idx on told_run (connection_id, told_at desc);

-- A question to operators: may what a run holds be applied?
create table approval_request (
  id uuid primary key,
  run_id bigint not null references sync_run (id) on delete cascade,
  connection_id uuid not null references feishu_connection (id) on delete cascade,
  changes_digest text not null,
  -- Whether the run looked at everybody.
  full_run boolean not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- The first press that counted.
  answer text check (answer in ('approve', 'hold')),
  answered_by jsonb,
  answered_at timestamptz,
  -- Decided, replaced or run out, whoever did it: every copy says so and its buttons are gone.
  closed_at timestamptz,
  check ((answer is null) = (answered_at is null) and (answer is null) = (answered_by is null))
);
create unique index approval_request_open_key on approval_request (run_id) where closed_at is null;

-- The copy of one operator.
create table approval_card (
  request_id uuid not null references approval_request (id) on delete cascade,
  user_id uuid not null references directory_user (id) on delete cascade,
  -- SHA-256 of the random value its buttons carry.
  nonce_hash bytea not null unique,
  language text not null check (language in ('en', 'zh')),
  -- Of the queue of messages.
  message_id uuid not null,
  primary key (request_id, user_id)
);

-- A code on its way to a Feishu e-mail somebody says is theirs.
create table feishu_email_check (
  user_id uuid primary key references directory_user (id) on delete cascade,
  email text not null,
  code_hash bytea not null,
  expires_at timestamptz not null,
  tries integer not null default 0
);
-- How often codes were asked for: by whom, and to which address.
create table feishu_email_code_sent (
  user_id uuid not null references directory_user (id) on delete cascade,
  email_hash bytea not null,
  at timestamptz not null
);
create index feishu_email_code_sent_user_idx on feishu_email_code_sent (user_id, at);
create index feishu_email_code_sent_email_idx on feishu_email_code_sent (email_hash, at);

-- Addresses set before there was a way to verify them.
insert into feishu_email (user_id, email)
  select user_id, feishu_email from user_preference where feishu_email is not null
  on conflict (user_id) do nothing;
