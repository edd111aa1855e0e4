import { expect, test } from "vitest";
import { makeBindNameReader } from "./bind-name.ts";

const read = makeBindNameReader("dc=example,dc=com");

test.each([
  ["uid=li.wei,ou=people,dc=example,dc=com", { kind: "person", name: "li.wei" }],
  ["UID = li.wei , OU=People, DC=Example,dc=com", { kind: "person", name: "li.wei" }],
  ["uid=a\\2cb,ou=people,dc=example,dc=com", { kind: "person", name: "a,b" }],
  ["0.9.2342.19200300.100.1.1=李伟,ou=people,dc=example,dc=com", { kind: "person", name: "李伟" }],
  ["cn=gitlab,ou=services,dc=example,dc=com", { kind: "service", name: "gitlab" }],
  ["cn=gitlab,ou=people,dc=example,dc=com", "unknown"],
  ["uid=gitlab,ou=services,dc=example,dc=com", "unknown"],
  ["uid=a,uid=b,ou=people,dc=example,dc=com", "unknown"],
  ["uid=a+cn=a,ou=people,dc=example,dc=com", "unknown"],
  ["uid=li.wei,ou=people,dc=example,dc=org", "unknown"],
  ["", "unknown"],
  ["li.wei", "invalid"],
  ["uid=a,ou=people,dc=example,dc=com,", "invalid"],
])("%s", (text, who) => {
  expect(read(text)).toEqual(who);
});
