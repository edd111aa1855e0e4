import { Codes } from "./codes.ts";
import { Grants } from "./grants.ts";
import { UserTokens } from "./user-tokens.ts";

/** All there is of people's sign-ins between two resets. */
export class SignIn {
  readonly codes = new Codes();
  readonly grants = new Grants();
  readonly tokens = new UserTokens();
  /** Whose Feishu client the stand-in for the H5 SDK plays. */
  clientPerson: number | undefined;
}
