import { expect, it } from "vitest";
import { withOfflineConsent } from "./offline-access.ts";

it.each([
  ["scope=openid+offline_access&state=a%26b", "scope=openid+offline_access&state=a%26b&prompt=consent"],
  ["scope=offline_access&prompt=login", "scope=offline_access&prompt=login+consent"],
  ["scope=offline_access&prompt=consent", "scope=offline_access&prompt=consent"],
  ["scope=offline_access&prompt=none", "scope=offline_access&prompt=none"],
  ["scope=offline_access&prompt=login&prompt=none", "scope=offline_access&prompt=login&prompt=none"],
  ["scope=openid", "scope=openid"],
  ["", ""],
])("a request for %j reads %j", (query, read) => {
  expect(withOfflineConsent(query)).toBe(read);
});
