-- breaking: no
-- Every run of an external LDAP server counts what was removed there in the last day: few rows among those of a first filling.
create index ldap_change_removal_idx on ldap_change (run_id) where verb in ('disable', 'delete');
