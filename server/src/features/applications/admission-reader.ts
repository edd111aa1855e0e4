import { type RawBuilder, sql } from "kysely";
import type { OpenDatabase } from "../../platform/db/open-database.ts";
import { isUuid } from "../directory/index.ts";

/**
 * The one rule of who may use what, as common table expressions to put behind `with recursive`. `admitted` then holds those of
 * the pairs asked for whose user is active, whose application is enabled, and whom its access admits: as one of everyone, by
 * name, or as a member of a department or group it names. A department counts with what is below it where it says so;
 * a deleted one admits nobody and passes nothing on.
 *
 * It walks up from the departments the users are in, each once: a person has a handful above them, a company thousands below.
 *
 * @param asked a select of a user's id and a client_id
 */
export function admissionOf(asked: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    asked (user_id, client_id) as materialized (${asked}),
    person (user_id) as (select distinct user_id from asked),
    place (user_id, department_id) as materialized (
      select m.user_id, m.department_id
      from person join membership m on m.user_id = person.user_id
      join department d on d.id = m.department_id and d.status = 'active'),
    up (start_id, department_id) as (
      select department_id, department_id from place
      union
      select up.start_id, above.id
      from up join department d on d.id = up.department_id
      join department above on above.id = d.parent_id and above.status = 'active'),
    reach (user_id, department_id, own) as materialized (
      select place.user_id, up.department_id, up.department_id = place.department_id
      from place join up on up.start_id = place.department_id),
    named (user_id, application_id) as (
      select person.user_id, x.application_id from person join application_access x on x.user_id = person.user_id
      union all
      select reach.user_id, x.application_id
      from reach join application_access x on x.department_id = reach.department_id and (reach.own or x.subtree)
      union all
      select person.user_id, x.application_id
      from person join group_member g on g.user_id = person.user_id
      join application_access x on x.group_id = g.group_id
      union all
      select reach.user_id, x.application_id
      from reach join group_member g on g.department_id = reach.department_id and (reach.own or g.subtree)
      join application_access x on x.group_id = g.group_id),
    admitted (user_id, client_id) as (
      select asked.user_id, asked.client_id
      from asked join directory_user u on u.id = asked.user_id and u.status = 'active'
      join application a on a.client_id = asked.client_id and a.enabled
      where a.everyone or (asked.user_id, a.id) in (select user_id, application_id from named))`;
}

/**
 * Prepares the question whether a user may use a client now. What is no id of ours may not.
 *
 * It is asked at every round of every application, so it is a named statement: planning it takes longer than running it.
 */
export function makeAdmissionReader({
  kysely,
  pool,
}: Pick<OpenDatabase, "kysely" | "pool">): (userId: string, clientId: string) => Promise<boolean> {
  const asked = sql`select ${""}::uuid, ${""}::text`;
  const { sql: text } = sql`
    with recursive ${admissionOf(asked)} select exists (select from admitted) as admitted`.compile(kysely);
  return async (userId, clientId) => {
    if (!isUuid(userId) || clientId.includes("\0")) return false;
    const query = { name: "read_admission", text, values: [userId, clientId] };
    const { rows } = await pool.query<{ admitted: boolean }>(query);
    return rows[0]?.admitted === true;
  };
}
