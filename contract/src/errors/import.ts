import { errorFamily } from "./entry.ts";

/** Taking over another system's data. */
export const importErrors = errorFamily({
  import_file_unreadable: {
    status: 400,
    title: "The file cannot be read",
    message: "{file} cannot be read[: {reason}].",
    cause: "It is not there, this account may not read it, or it is far larger than such a file.",
    cure: "Correct the path or its permissions.",
  },
  import_file_unknown: {
    status: 400,
    title: "No database of go-ldap-admin",
    message: "{file} is neither a dump by mysqldump nor a SQLite file of go-ldap-admin[: {reason}].",
    cause: "Another file is named, or the dump holds no table `users`, `groups` or `group_users`.",
    cure: "Make one with `mysqldump --single-transaction <database> users groups group_users`, or name the SQLite file that `database.source` of its configuration names.",
  },
  import_dump_malformed: {
    status: 400,
    title: "The dump is malformed",
    message: "{file}, line {line}: {problem}.",
    cause: "The dump was cut off, edited, or made by another program.",
    cure: "Make it again with mysqldump, in UTF-8 and without --tab or --xml.",
  },
  import_username_unusable: {
    status: 200,
    title: "The username cannot be used",
    message: "{username} cannot be a username here.",
    cause: "Usernames are lower-case letters, digits, dot, hyphen and underscore, at most 60.",
    cure: "Nothing is done; the next sync makes the person an account with another name.",
  },
  import_username_taken: {
    status: 200,
    title: "The username belongs to somebody else",
    message: "{username} belongs to another account already.",
    cause: "The account has another e-mail address or another person in Feishu.",
    cure: "Link the account by hand if it is the same person; otherwise nothing needs doing.",
  },
  import_email_in_use: {
    status: 200,
    title: "The e-mail address is in use",
    message: "The address of {username} belongs to {other}.",
    cause: "Two accounts with one address could not be told apart.",
    cure: "Link that account by hand if it is the same person.",
  },
  import_person_twice: {
    status: 200,
    title: "The person is there twice",
    message: "{username} is a second account of a person who comes before it.",
    cause: "After a change of name go-ldap-admin made a new account and kept the old one.",
    cure: "Nothing is done with the second; the first one is taken over.",
  },
  import_known_by_another_name: {
    status: 200,
    title: "Known here by another name",
    message: "{username} is the account {other} here.",
    cause: "A sync made the account before it was taken over, and usernames are for good.",
    cure: "Applications that know the person by the old name have to be told the other one.",
  },
});
