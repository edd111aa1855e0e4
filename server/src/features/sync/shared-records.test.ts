import fc from "fast-check";
import { expect, test } from "vitest";
import { worlds } from "../../../test/support/generated-directories.ts";
import { makeSharedRecords } from "./shared-records.ts";

test("sharing texts changes no record, whoever comes first", () => {
  fc.assert(
    fc.property(worlds, fc.boolean(), ({ source, directory }, peopleFirst) => {
      const shared = makeSharedRecords();
      const early = peopleFirst ? source.users.map(shared.sourceUser) : [];
      expect(directory.users.map(shared.directoryUser)).toEqual(directory.users);
      expect(directory.departments.map(shared.directoryDepartment)).toEqual(directory.departments);
      expect(directory.memberships.map(shared.membership)).toEqual(directory.memberships);
      expect(source.users.map(shared.sourceUser)).toEqual(source.users);
      expect(early.map(shared.sourceUser)).toEqual(peopleFirst ? source.users : []);
    }),
  );
});
