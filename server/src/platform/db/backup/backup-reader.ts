import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { z } from "zod";
import { errorCodeOf } from "../errors.ts";
import {
  corruptBackup,
  endOfRows,
  foreignBackup,
  formatVersion,
  magic,
  newerBackup,
  startDigest,
  truncatedBackup,
} from "./backup-format.ts";

/** No line of a backup, and no row of a table of ours, comes near this. */
const longestLine = 64 * 1024 * 1024;

/** Takes a backup apart, front to back, without ever holding more of it than a line and a chunk. */
export class BackupReader {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #frame = startDigest();
  #buffer: Buffer = Buffer.alloc(0);
  #begun = false;

  /** @param file the backup as it lies on the disk; destroyed when reading ends early */
  constructor(file: Readable) {
    const content = pipeline(file, createGunzip(), () => undefined);
    this.#chunks = content[Symbol.asyncIterator]();
  }

  /** Reads the first line and refuses what is not a backup, or one whose form we do not know. */
  async readMagic(): Promise<void> {
    const line = await this.#readLine();
    const version = line.startsWith(magic) ? /^\d{1,6}$/.exec(line.slice(magic.length))?.[0] : undefined;
    if (version === undefined) throw foreignBackup();
    this.#begun = true;
    if (Number(version) > formatVersion)
      throw newerBackup(`its form is ${version}, this program knows ${formatVersion}`);
  }

  /** Reads one line of JSON. */
  async readJson<Schema extends z.ZodType>(schema: Schema): Promise<z.infer<Schema>> {
    const line = await this.#readLine();
    try {
      return schema.parse(JSON.parse(line));
    } catch (error) {
      throw corruptBackup("a line between the tables is not what it should be", error);
    }
  }

  /** Reads a table's rows in pieces of whole lines, up to the line that ends them. */
  async *readRows(): AsyncGenerator<Buffer> {
    const end = Buffer.from(`${endOfRows}\n`);
    const endAfterRow = Buffer.from(`\n${endOfRows}\n`);
    for (;;) {
      if (this.#buffer.subarray(0, end.length).equals(end)) {
        this.#take(end.length);
        this.#frame.update(end);
        return;
      }
      const last = this.#buffer.indexOf(endAfterRow);
      const whole = (last === -1 ? this.#buffer.lastIndexOf(10) : last) + 1;
      // What looks like the start of the end stays until the rest of it has come.
      if (whole > 0) yield this.#take(whole);
      else await this.#readMore();
    }
  }

  /** The SHA-256 of all lines read so far that are not rows. */
  frameDigest(): string {
    return this.#frame.copy().digest("hex");
  }

  /** Makes sure that nothing follows. */
  async readEnd(): Promise<void> {
    const more = await this.#nextChunk();
    if (this.#buffer.length > 0 || more !== undefined) throw corruptBackup("something follows its last line");
  }

  /** Lets go of the file. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #readLine(): Promise<string> {
    let end = this.#buffer.indexOf(10);
    while (end === -1) {
      await this.#readMore();
      end = this.#buffer.indexOf(10);
    }
    const line = this.#take(end + 1);
    this.#frame.update(line);
    return line.toString("utf8", 0, end);
  }

  #take(length: number): Buffer {
    const taken = this.#buffer.subarray(0, length);
    this.#buffer = this.#buffer.subarray(length);
    return taken;
  }

  async #readMore(): Promise<void> {
    if (this.#buffer.length > longestLine) throw this.#begun ? corruptBackup("a line is too long") : foreignBackup();
    const chunk = await this.#nextChunk();
    if (chunk === undefined) throw truncatedBackup();
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
  }

  async #nextChunk(): Promise<Buffer | undefined> {
    try {
      const { value, done } = await this.#chunks.next();
      return done === true ? undefined : value;
    } catch (error) {
      const code = errorCodeOf(error);
      if (code === "Z_BUF_ERROR") throw truncatedBackup(error);
      if (code?.startsWith("Z_") === true)
        throw this.#begun ? corruptBackup("it cannot be unpacked", error) : foreignBackup(error);
      throw error;
    }
  }
}
