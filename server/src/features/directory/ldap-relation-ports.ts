import type { Actor } from "../../core/kernel/actor.ts";
import type { Failure } from "../../core/kernel/failure.ts";
import type { Instant, UserId } from "../../core/kernel/ids.ts";
import type { Result } from "../../core/kernel/result.ts";
import type { RelationFinding } from "../../core/ldap/relations/check.ts";
import type { CompiledRelations } from "../../core/ldap/relations/compile.ts";
import type { Profile } from "../../core/ldap/relations/profiles.ts";
import type { Relation } from "../../core/ldap/relations/relation.ts";
import type { UserRef } from "./ports.ts";

/** Field relations: what of the directory feeds which LDAP attribute of people (S17). */

/** The relations in force. */
export interface RelationsInForce {
  /** 0: as installed, or declared. Counted up by every change. */
  readonly version: number;
  readonly relations: readonly Relation[];
  readonly updatedBy: Actor | null;
  readonly updatedAt: Instant | null;
}

/** What could be found wrong with the relations, and which they are. */
export interface JudgedRelations extends RelationsInForce {
  readonly declared: boolean;
  readonly profile: Profile | null;
  readonly findings: readonly RelationFinding[];
}

/** Feishu's keys that cannot be read, with the permission that would help; null where nothing is known. */
export type ReadUnreadable = () => Promise<ReadonlyMap<string, string | null> | null>;

export interface RelationChoices {
  /** People with a value, by field. */
  readonly people: ReadonlyMap<string, number>;
  readonly custom: readonly { readonly id: string; readonly people: number; readonly example: string }[];
  readonly unreadable: ReadonlyMap<string, string | null> | null;
}

export interface PreviewedAttribute {
  readonly name: string;
  readonly values: readonly string[];
  /** With the relations in force. */
  readonly served: readonly string[];
  readonly origin: "relation" | "fixed";
  readonly expression: string | null;
  readonly passedOver: readonly {
    readonly expression: string;
    readonly reason: "empty" | "unfit";
    readonly value: string | null;
  }[];
}

export interface PreviewedPerson {
  readonly id: UserId;
  readonly username: string;
  readonly name: string;
  readonly dn: string;
  /** Deleted people and service accounts have no entry. */
  readonly listed: boolean;
  readonly attributes: readonly PreviewedAttribute[];
}

export interface RelationTrial {
  readonly findings: readonly RelationFinding[];
  readonly person: PreviewedPerson | null;
}

/** Why a change is refused; `findings` are the mistakes. */
export type RelationRefusal =
  | Failure<"setting_declared" | "relations_changed_meanwhile">
  | { readonly code: "relations_invalid"; readonly findings: readonly RelationFinding[] };

/** Relations that must not be used for a run, with everything that is broken about them. */
export interface BrokenRelations {
  readonly code: "relations_broken";
  readonly findings: readonly RelationFinding[];
}

export interface LdapRelations {
  read(): Promise<JudgedRelations>;
  /** Those in force, ready for a provisioning run; refused while one is invalid or broken (S17). Warnings refuse nothing. */
  checkForRun(): Promise<Result<CompiledRelations, BrokenRelations>>;
  readChoices(): Promise<RelationChoices>;
  /** Replaces all of them. Nothing changes, and nothing is written down, when they are the same. */
  replace(
    relations: readonly Relation[],
    version: number,
    actor: Actor,
  ): Promise<Result<JudgedRelations, RelationRefusal>>;
  /**
   * Checks relations and shows them on a person.
   *
   * @param draft null: those in force
   * @param user null: nobody is shown
   */
  tryOut(
    draft: readonly Relation[] | null,
    user: UserRef | null,
  ): Promise<Result<RelationTrial, Failure<"user_not_found">>>;
}
