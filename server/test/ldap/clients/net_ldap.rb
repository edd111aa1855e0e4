# net-ldap as GitLab uses it: StartTLS with a checked certificate, a login as search and bind, a group filter, everybody.
require "json"
require "net/ldap"

base = ENV.fetch("LDAP_BASE")
ldap = Net::LDAP.new(
  host: ENV.fetch("LDAP_HOST"),
  port: ENV.fetch("LDAP_PORT").to_i,
  base: base,
  auth: { method: :simple, username: "cn=app,ou=services,#{base}", password: "app secret" },
  encryption: {
    method: :start_tls,
    tls_options: { ca_file: ENV.fetch("LDAPTLS_CACERT"), verify_mode: OpenSSL::SSL::VERIFY_PEER },
  },
)

uid = Net::LDAP::Filter.eq("uid", "li.wei")
right = ldap.bind_as(filter: uid, password: ENV.fetch("LDAP_PASSWORD"))
wrong = ldap.bind_as(filter: uid, password: "wrong")

in_vpn = Net::LDAP::Filter.construct("(memberof=cn=grp-vpn,ou=groups,#{base})")
members = ldap.search(filter: uid & in_vpn, attributes: %w[uid cn mail givenName sn])
strangers = ldap.search(filter: Net::LDAP::Filter.eq("uid", "wang.na") & in_vpn)

people = ldap.search(base: "ou=people,#{base}", filter: Net::LDAP::Filter.eq("uid", "*"), attributes: ["uid"])

# GitLab reads a person again by the DN it keeps, and asks for one entry where it expects one.
again = ldap.search(base: members.first.dn, scope: Net::LDAP::SearchScope_BaseObject)
one = ldap.search(base: "ou=people,#{base}", filter: Net::LDAP::Filter.eq("uid", "*"), size: 1)
one_code = ldap.get_operation_result.code

puts JSON.generate(
  bound: ldap.bind,
  right: right && right.first.dn,
  wrong: wrong,
  members: members.map(&:dn),
  mail: members.first.mail,
  strangers: strangers.length,
  people: people.map { |entry| entry.uid.first }.uniq.length,
  again: again.map(&:dn),
  one: one && one.length,
  one_code: one_code,
)
