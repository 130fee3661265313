package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.delegation.Delegation;
import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.web.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A delegation as the columns of a Core's row have it. */
final class StoredDelegation {

  /** The columns that {@link #of(ResultSet)} reads. */
  static final String COLUMNS =
      "identity_mode, delegated_user_id, delegation_scopes, delegation_expires_at,"
          + " delegation_granted_by";

  private StoredDelegation() {}

  static Delegation of(ResultSet row) throws SQLException {
    return of(
        row.getString("identity_mode").equals(IdentityMode.USER_DELEGATED.word()),
        row.getString("delegated_user_id"),
        row.getString("delegation_scopes"),
        Columns.instantOrNull(row, "delegation_expires_at"),
        row.getString("delegation_granted_by"));
  }

  /**
   * @param scopes a JSON list; null for none
   */
  static Delegation of(
      boolean active,
      @Nullable String userId,
      @Nullable String scopes,
      @Nullable Instant expiresAt,
      @Nullable String grantedBy) {
    return new Delegation(active, userId, scopes(scopes), expiresAt, grantedBy);
  }

  private static List<String> scopes(@Nullable String json) {
    return json != null && Json.parse(json) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }
}
