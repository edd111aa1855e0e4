-- breaking: no
-- What made a first sync slow without making it safer.

-- How many steps of which kind and verb a block wrote, counted where it was written: a report adds up some hundred rows
-- instead of reading every step again. Null: written by a program that did not count yet.
alter table sync_block add column counts jsonb;

-- A foreign key is looked up for every single row. A connection is never deleted, only marked as removed, and a step is only
-- ever written in the transaction that writes its plan: half a million look-ups in a first sync of 100,000 people could not
-- find anything.
alter table linked_identity drop constraint linked_identity_connection_id_fkey;
alter table department_link drop constraint department_link_connection_id_fkey;
alter table sync_change drop constraint sync_change_plan_id_fkey;
alter table sync_issue drop constraint sync_issue_plan_id_fkey;

-- What the last two did beside: a plan takes its steps along.
create function forget_plan_steps() returns trigger language plpgsql as $$
begin
  delete from sync_change where plan_id in (select id from gone);
  delete from sync_issue where plan_id in (select id from gone);
  return null;
end $$;
create trigger sync_plan_takes_its_steps_along after delete on sync_plan
  referencing old table as gone for each statement execute function forget_plan_steps();

create function keep_feishu_connections() returns trigger language plpgsql as $$
begin
  raise exception 'connections are marked as removed, never deleted' using errcode = 'restrict_violation';
end $$;
create trigger feishu_connection_stays before delete on feishu_connection
  for each statement execute function keep_feishu_connections();
