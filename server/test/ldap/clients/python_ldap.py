"""python-ldap: StartTLS, a simple bind, everybody page by page, and the schema as its parser reads it."""

import json
import os

import ldap
import ldap.schema
from ldap.controls.libldap import SimplePagedResultsControl
from ldap.schema.models import AttributeType, LDAPSyntax, MatchingRule, ObjectClass

base = os.environ["LDAP_BASE"]
url = f"ldap://{os.environ['LDAP_HOST']}:{os.environ['LDAP_PORT']}"

connection = ldap.initialize(url)
connection.start_tls_s()
connection.simple_bind_s(f"cn=app,ou=services,{base}", "app secret")

people, pages = set(), 0
control = SimplePagedResultsControl(criticality=True, size=1000, cookie="")
while True:
    sent = connection.search_ext(
        f"ou=people,{base}", ldap.SCOPE_SUBTREE, "(objectClass=inetOrgPerson)", ["uid"], serverctrls=[control]
    )
    _type, entries, _id, controls = connection.result3(sent)
    people.update(values["uid"][0].decode() for _dn, values in entries)
    pages += 1
    control.cookie = next(one.cookie for one in controls if one.controlType == control.controlType)
    if not control.cookie:
        break

_dn, schema = ldap.schema.urlfetch(f"{url}/")
attributes = [schema.get_obj(AttributeType, oid) for oid in schema.listall(AttributeType)]
classes = [schema.get_obj(ObjectClass, oid) for oid in schema.listall(ObjectClass)]
rules = {name for oid in schema.listall(MatchingRule) for name in schema.get_obj(MatchingRule, oid).names}
syntaxes = set(schema.listall(LDAPSyntax))
undefined = [
    f"{attribute.names[0]} {what}"
    for attribute in attributes
    for what in [attribute.equality, attribute.ordering, attribute.substr]
    if what is not None and what not in rules
] + [f"{attribute.names[0]} {attribute.syntax}" for attribute in attributes if attribute.syntax not in syntaxes]
for one in classes:
    # Raises for a class above it or an attribute that the schema does not define.
    schema.attribute_types([one.names[0]], raise_keyerror=1)


def code_of(attempt):
    try:
        attempt()
        return 0
    except ldap.LDAPError as error:
        return error.args[0]["result"]


print(
    json.dumps(
        {
            "whoami": connection.whoami_s(),
            "people": len(people),
            "pages": pages,
            "attributes": [name for attribute in attributes for name in attribute.names],
            "classes": [name for one in classes for name in one.names],
            "undefined": undefined,
            "compare": connection.compare_s(f"uid=li.wei,ou=people,{base}", "mail", b"LI.WEI@EXAMPLE.COM"),
            "wrong_password": code_of(lambda: connection.simple_bind_s(f"uid=li.wei,ou=people,{base}", "wrong")),
            "after_it": code_of(lambda: connection.search_s(base, ldap.SCOPE_SUBTREE)),
        }
    )
)
