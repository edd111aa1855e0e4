/** Hex SHA-256 of UTF-8 text; handed into the core by the shell. */
export type Hash = (text: string) => string;

/**
 * Makes a UUID (version 8, RFC 9562 section 5.8) from text that names a record for good, so that planning the same
 * snapshots twice gives the same ids, and writing the same plan twice writes the same rows.
 *
 * @param name what identifies the record, e.g. `user:on_…`
 * @param isTaken whether an id already belongs to another record (one that was unlinked by hand and kept its id)
 */
export function deriveId(hash: Hash, name: string, isTaken: (id: string) => boolean): string {
  for (let attempt = 0; ; attempt++) {
    const hex = hash(attempt === 0 ? name : `${name}#${attempt}`);
    const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    if (!isTaken(id)) return id;
  }
}
