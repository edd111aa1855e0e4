-- breaking: no
-- One index fewer on each table of links: a user's or department's links are found through the key that holds them unique.

alter table linked_identity drop constraint linked_identity_connection_id_user_id_key;
alter table linked_identity add unique (user_id, connection_id);
drop index linked_identity_user_idx;

alter table department_link drop constraint department_link_connection_id_department_id_key;
alter table department_link add unique (department_id, connection_id);
drop index department_link_department_idx;
