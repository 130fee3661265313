package ai.scailabs.scaicore.identity;

import ai.scailabs.scaicore.identity.Caller.Named;
import ai.scailabs.scaicore.web.ApiException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds the caller that a token, and the tenant it wants to act in, stand for. */
@Component
class Callers {

  private final List<TokenReader> readers;
  private final JdbcClient jdbc;
  private final CallerCache cache;
  private final Clock clock;

  Callers(List<TokenReader> readers, JdbcClient jdbc, CallerCache cache, Clock clock) {
    this.readers = readers;
    this.jdbc = jdbc;
    this.cache = cache;
    this.clock = clock;
  }

  /**
   * Answers from memory as long as the directory has not changed.
   *
   * @param wanted id or slug of the tenant to act in; null: their own
   * @throws ApiException {@code AUTH_TOKEN_INVALID} or {@code AUTHZ_PERMISSION_DENIED}
   */
  CallerCache.Known caller(String token, @Nullable String wanted) {
    var known = cache.get(Token.hash(token), wanted, () -> resolve(token, wanted));
    var expiry = known.expiresAt();
    if (expiry != null && !clock.instant().isBefore(expiry)) {
      throw new TokenInvalid();
    }
    return known;
  }

  private CallerCache.Known resolve(String token, @Nullable String wanted) {
    var account =
        readers.stream()
            .filter(reader -> reader.reads(token))
            .findFirst()
            .flatMap(reader -> reader.account(token))
            .orElseThrow(TokenInvalid::new);
    return new CallerCache.Known(
        acting(account, wanted), account.credential(), account.expiresAt(), account.goodFor());
  }

  private Caller acting(Account account, @Nullable String wanted) {
    var home = account.tenant();
    if (wanted == null || wanted.equals(home.id()) || wanted.equals(home.slug())) {
      return account.atHome();
    }
    boolean anywhere = account.roles().contains(BuiltInRole.SUPER_ADMIN);
    if (!anywhere && !account.roles().contains(BuiltInRole.PARTNER_ADMIN)) {
      throw new TenantOutOfReach();
    }
    return jdbc.sql(
            """
            select t.id, t.slug, p.id, p.slug
            from scaigrid_tenants t join scaigrid_partners p on p.id = t.partner_id
            where (t.id = :wanted or t.slug = :wanted) and t.status = 'active'
              and (:anywhere or p.id = :partner)
            order by t.id = :wanted desc limit 1\
            """)
        .param("wanted", wanted)
        .param("anywhere", anywhere)
        .param("partner", account.partner().id())
        .query(
            (row, n) ->
                account.in(
                    new Named(row.getString(1), row.getString(2)),
                    new Named(row.getString(3), row.getString(4))))
        .optional()
        .orElseThrow(TenantOutOfReach::new);
  }
}
