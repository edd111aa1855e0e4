-- breaking: no
-- Which records each statement changed, so that what processes keep in memory can follow without reading everything again.

create table directory_delta (
  -- Compared with the snapshot a reader held: whatever that could not see is news, in whichever order transactions ended.
  xid xid8 not null default pg_current_xact_id(),
  kind text not null check (kind in ('user', 'department', 'group')),
  -- Null: so many that reading everything is quicker.
  ids uuid[],
  at timestamptz not null default clock_timestamp()
);
create index directory_delta_xid_idx on directory_delta (xid);

-- Writes down whose rows a statement wrote: the kind of record, and the column that holds its id.
create function note_directory_delta() returns trigger language plpgsql as $$
begin
  execute format(
    'insert into directory_delta (kind, ids)
     select %L, case when count(*) <= 20000 then array_agg(id) end
     from (select distinct %I as id from changed) changed having count(*) > 0',
    tg_argv[0], tg_argv[1]);
  return null;
end $$;

-- The same for the names that groups and departments keep in LDAP.
create function note_ldap_group_delta() returns trigger language plpgsql as $$
begin
  insert into directory_delta (kind, ids)
  select case kind when 'group' then 'group' else 'department' end, array_agg(distinct object_id)
  from changed group by 1;
  return null;
end $$;

-- Memberships count as their user's, since nobody has many; members of a group as the group's.
do $$
declare
  noted record;
begin
  for noted in
    select * from (values
      ('directory_user', 'note_directory_delta(''user'', ''id'')'),
      ('membership', 'note_directory_delta(''user'', ''user_id'')'),
      ('department', 'note_directory_delta(''department'', ''id'')'),
      ('directory_group', 'note_directory_delta(''group'', ''id'')'),
      ('group_member', 'note_directory_delta(''group'', ''group_id'')'),
      ('ldap_person', 'note_directory_delta(''user'', ''user_id'')'),
      ('ldap_group', 'note_ldap_group_delta()')
    ) as v (name, call), (values ('insert', 'new'), ('update', 'new'), ('delete', 'old')) as w (event, rows)
  loop
    execute format(
      'create trigger %I after %s on %I referencing %s table as changed for each statement execute function %s',
      noted.name || '_' || noted.event || '_delta', noted.event, noted.name, noted.rows, noted.call);
  end loop;
end $$;
