"""ldap3 as JumpServer uses it: it reads the schema first, and refuses by itself whatever the schema lacks."""

import json
import os
import ssl

from ldap3 import ALL_ATTRIBUTES, ALL_OPERATIONAL_ATTRIBUTES, BASE, SUBTREE, Connection, Server, Tls
from ldap3.core.exceptions import LDAPAttributeError, LDAPObjectClassError

base = os.environ["LDAP_BASE"]
tls = Tls(ca_certs_file=os.environ["LDAPTLS_CACERT"], validate=ssl.CERT_REQUIRED)
server = Server(os.environ["LDAP_HOST"], port=int(os.environ["LDAP_PORT"]), tls=tls)
connection = Connection(server, f"cn=app,ou=services,{base}", "app secret", raise_exceptions=True)
connection.open()
connection.start_tls()
connection.bind()

names, pages, cookie = [], 0, None
while True:
    connection.search(
        f"ou=people,{base}",
        "(cn=*)",
        SUBTREE,
        attributes=["cn", "sn", "mail", "mobile", "memberOf"],
        paged_size=1000,
        paged_cookie=cookie,
    )
    names += [entry["attributes"]["cn"][0] for entry in connection.response]
    pages += 1
    cookie = connection.result["controls"]["1.2.840.113556.1.4.319"]["value"]["cookie"]
    if not cookie:
        break

connection.search(
    base, "(&(objectClass=person)(uid=li.wei))", SUBTREE, attributes=[ALL_ATTRIBUTES, ALL_OPERATIONAL_ATTRIBUTES]
)
li_wei = connection.response[0]["attributes"]


def refusal_of(**asked):
    try:
        connection.search(**{"search_base": base, "search_scope": BASE, "search_filter": "(uid=li.wei)", **asked})
    except (LDAPAttributeError, LDAPObjectClassError) as error:
        return type(error).__name__
    return None


print(
    json.dumps(
        {
            "people": len(set(names)),
            "pages": pages,
            "attributes": sorted(server.schema.attribute_types.keys()),
            "classes": sorted(server.schema.object_classes.keys()),
            "member_of": li_wei["memberOf"],
            "display_name": li_wei["displayName"],
            "uid_number": li_wei["uidNumber"],
            "modified": li_wei["modifyTimestamp"].isoformat(),
            "unknown_attribute": refusal_of(attributes=["nonsense"]),
            "unknown_in_filter": refusal_of(search_filter="(nonsense=1)"),
            "unknown_class": refusal_of(search_filter="(objectClass=nonsense)"),
            "whoami": connection.extend.standard.who_am_i(),
        }
    )
)
