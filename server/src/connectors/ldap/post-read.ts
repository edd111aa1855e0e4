import { type BerReader as AnswerReader, Control, type BerWriter as RequestWriter } from "ldapts";
import { BerReader } from "../../platform/ldap-wire/ber-reader.ts";
import { makeEntryReceiver } from "./received-entry.ts";

/**
 * Asks a server to tell the entryUUID of the entry it makes, in the answer itself (the post-read control, RFC 4527 section 3.2).
 * Servers that do not know it make the entry all the same.
 */
export class PostRead extends Control {
  static readonly type = "1.3.6.1.1.13.2";
  /** Null until the answer came, and where it does not say. */
  uuid: string | null = null;

  constructor() {
    super(PostRead.type);
  }

  protected override writeControl(writer: RequestWriter): void {
    // An octet string that holds the list of attributes.
    writer.startSequence(0x04);
    writer.startSequence();
    writer.writeString("entryUUID");
    writer.endSequence();
    writer.endSequence();
  }

  protected override parseControl(reader: AnswerReader): void {
    this.uuid = makeEntryReceiver()(new BerReader(reader.remainingBuffer)).uuid || null;
  }
}
