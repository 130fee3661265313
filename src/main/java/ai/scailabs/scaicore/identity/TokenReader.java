package ai.scailabs.scaicore.identity;

import java.util.Optional;

/** Knows one kind of bearer token. */
interface TokenReader {

  /** Whether a token is of its kind, by its look. */
  boolean reads(String token);

  /**
   * Whom a token speaks for; empty when it is bad, revoked, or its user or tenant is not active.
   * Whether it has expired is for others to see.
   */
  Optional<Account> account(String token);
}
