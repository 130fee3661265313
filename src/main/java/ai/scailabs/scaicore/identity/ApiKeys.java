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

/** Reads API keys: {@code sgk_} and what follows, looked up by its hash. */
@Component
class ApiKeys implements TokenReader {

  private final JdbcClient jdbc;

  ApiKeys(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public boolean reads(String token) {
    return token.startsWith(Token.API_KEY);
  }

  @Override
  public Optional<Account> account(String token) {
    return jdbc.sql(
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
              k.model_group_ids, k.expires_at
            from scaigrid_api_keys k
            join scaigrid_users u on u.tenant_id = k.tenant_id and u.id = k.user_id
            join scaigrid_tenants t on t.id = u.tenant_id
            join scaigrid_partners p on p.id = t.partner_id
            where k.hash = ? and k.revoked_at is null and u.active and t.status = 'active'""")
        .param(Token.hash(token))
        .query((row, n) -> account(row))
        .optional();
  }

  private static Account account(ResultSet row) throws SQLException {
    var modelGroups = row.getArray(11);
    var expiry = row.getTimestamp(12);
    return new Account(
        row.getString(1),
        row.getString(2),
        new Named(row.getString(3), row.getString(4)),
        new Named(row.getString(5), row.getString(6)),
        set(row.getArray(7), BuiltInRole::of),
        set(row.getArray(8), Optional::of),
        set(row.getArray(9), Permission::of),
        set(row.getArray(10), Optional::of),
        modelGroups == null ? Optional.empty() : Optional.of(set(modelGroups, Optional::of)),
        expiry == null ? null : expiry.toInstant());
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
