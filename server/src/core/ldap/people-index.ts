import type { Person } from "./nodes.ts";

/**
 * People by a text. Nearly always one person has it, and a list for each would cost more memory than the rest of the index;
 * who share one stand in a list of their own.
 */
export class PeopleIndex {
  readonly #first = new Map<string, Person>();
  /** Texts that several have: all of them, in order. Lists are replaced, never changed. */
  readonly #shared = new Map<string, readonly Person[]>();

  /** Who has it; of several the one with the lowest number, so that nobody new takes a name over. */
  get(text: string): Person | undefined {
    return this.#first.get(text);
  }

  /** Everybody who has it, in order. */
  all(text: string): readonly Person[] {
    const shared = this.#shared.size === 0 ? undefined : this.#shared.get(text);
    if (shared) return shared;
    const first = this.#first.get(text);
    return first ? [first] : [];
  }

  add(text: string, person: Person): void {
    const first = this.#first.get(text);
    if (first === undefined) this.#first.set(text, person);
    else if (first !== person) this.#write(text, [...this.all(text).filter((other) => other !== person), person]);
  }

  remove(text: string, person: Person): void {
    if (this.#shared.has(text))
      this.#write(
        text,
        this.all(text).filter((other) => other !== person),
      );
    else if (this.#first.get(text) === person) this.#first.delete(text);
  }

  #write(text: string, people: Person[]): void {
    people.sort((a, b) => a.order - b.order);
    this.#first.set(text, people[0] as Person);
    if (people.length > 1) this.#shared.set(text, people);
    else this.#shared.delete(text);
  }
}
