package ai.scailabs.scaicore.identity;

import ai.scailabs.scaicore.identity.Caller.Named;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads accounts: active users of active tenants, and all that they hold, in one statement. */
@Component
class Accounts {

  private static final String SELECT =
      """
      select u.id, u.email, t.id, t.slug, p.id, p.slug,
        array(select r.role from scaigrid_user_roles r
          where r.tenant_id = u.tenant_id and r.user_id = u.id),
        array(select c.name from scaigrid_user_custom_roles h
          join scaigrid_custom_roles c on c.tenant_id = h.tenant_id and c.id = h.role_id
          where h.tenant_id = u.tenant_id and h.user_id = u.id),
        array(select distinct g.permission from scaigrid_user_custom_roles h
          join scaigrid_custom_role_permissions g
            on g.tenant_id = h.tenant_id and g.role_id = h.role_id
          where h.tenant_id = u.tenant_id and h.user_id = u.id),
        array(select m.group_id from scaigrid_group_members m
          where m.tenant_id = u.tenant_id and m.user_id = u.id),
        %s
      from %s
      join scaigrid_tenants t on t.id = u.tenant_id
      join scaigrid_partners p on p.id = t.partner_id
      where u.active and t.status = 'active' and %s""";

  private static final String OF_KEY =
      SELECT.formatted(
          "k.id, k.model_group_ids, k.expires_at",
          """
          scaigrid_api_keys k
          join scaigrid_users u on u.tenant_id = k.tenant_id and u.id = k.user_id""",
          "k.hash = ? and k.revoked_at is null");

  private static final String OF_SUBJECT =
      SELECT.formatted(
          "u.id, null::text[], null::timestamptz",
          "scaigrid_users u",
          "u.tenant_id = ? and u.subject = ?");

  private final JdbcClient jdbc;

  Accounts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whom an API key that is not revoked speaks for. */
  Optional<Account> ofKey(byte[] hash) {
    return jdbc.sql(OF_KEY).param(hash).query((row, n) -> account(row)).optional();
  }

  /** Whom the identity provider calls by this name. */
  Optional<Account> ofSubject(String tenantId, String subject) {
    return jdbc.sql(OF_SUBJECT)
        .params(tenantId, subject)
        .query((row, n) -> account(row))
        .optional();
  }

  private static Account account(ResultSet row) throws SQLException {
    var modelGroups = row.getArray(12);
    var expiry = row.getTimestamp(13);
    return new Account(
        row.getString(1),
        row.getString(2),
        new Named(row.getString(3), row.getString(4)),
        new Named(row.getString(5), row.getString(6)),
        set(row.getArray(7), BuiltInRole::of),
        set(row.getArray(8), Optional::of),
        set(row.getArray(9), Permission::of),
        set(row.getArray(10), Optional::of),
        row.getString(11),
        modelGroups == null ? Optional.empty() : Optional.of(set(modelGroups, Optional::of)),
        expiry == null ? null : expiry.toInstant(),
        null);
  }

  private static <T> Set<T> set(@Nullable Array array, Function<String, Optional<T>> reading)
      throws SQLException {
    return array == null
        ? Set.of()
        : Arrays.stream((String[]) array.getArray())
            .flatMap(word -> reading.apply(word).stream())
            .collect(Collectors.toUnmodifiableSet());
  }
}
