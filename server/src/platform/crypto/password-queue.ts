import { randomBytes } from "node:crypto";
import { hashPassword, verifyPassword } from "./password.ts";

/** Checks and hashes passwords a few at a time. */
export interface PasswordQueue {
  /**
   * Whether a password is the one of a PHC string. Without a string it takes the same time and is wrong, so that the
   * time of the answer does not tell whether there is an account. `busy`: too many wait already.
   */
  check(phc: string | null, password: string): Promise<"right" | "wrong" | "busy">;
}

/** Argon2 runs on the few threads that also read files; two at once leave the others free. */
const AT_ONCE = 2;
/** At 20 ms each the last of them waits for less than a second. */
const WAITING = 60;

/** Makes the queue of a process. */
export function makePasswordQueue(): PasswordQueue {
  const nobodys = hashPassword(randomBytes(24).toString("base64"));
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    async check(phc, password) {
      if (running >= AT_ONCE) {
        if (waiting.length >= WAITING) return "busy";
        await new Promise<void>((resolve) => waiting.push(resolve));
      } else running += 1;
      try {
        const right = await verifyPassword(phc ?? (await nobodys), password);
        return right && phc !== null ? "right" : "wrong";
      } finally {
        // The place goes straight to the next one in line, or is given up.
        const next = waiting.shift();
        if (next) next();
        else running -= 1;
      }
    },
  };
}
