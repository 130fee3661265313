package ai.scailabs.scaicore.identity;

import ai.scailabs.scaicore.identity.Caller.Named;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
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
   * @throws TokenInvalid when the token speaks for nobody, or has ended
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
    var home = account.tenant();
    var acting =
        wanted == null || wanted.equals(home.id()) || wanted.equals(home.slug())
            ? Optional.of(account.atHome())
            : acting(account, wanted);
    return new CallerCache.Known(
        acting.orElseGet(account::atHome),
        acting.isEmpty(),
        account.credential(),
        account.expiresAt(),
        account.goodFor());
  }

  /** The caller in another tenant; empty where they do not administer it, or there is none. */
  private Optional<Caller> acting(Account account, String wanted) {
    boolean anywhere = account.roles().contains(BuiltInRole.SUPER_ADMIN);
    if (!anywhere && !account.roles().contains(BuiltInRole.PARTNER_ADMIN)) {
      return Optional.empty();
    }
    return jdbc.sql(
            """
            select t.id, t.slug, p.id, p.slug
            from scaigrid_tenants t join scaigrid_partners p on p.id = t.partner_id
            where (t.id = :wanted or t.slug = :wanted) and t.status = 'active'
              and (:anywhere or p.id = :partner)
            order by t.id = :wanted desc limit 1""")
        .param("wanted", wanted)
        .param("anywhere", anywhere)
        .param("partner", account.partner().id())
        .query(
            (row, n) ->
                account.in(
                    new Named(row.getString(1), row.getString(2)),
                    new Named(row.getString(3), row.getString(4))))
        .optional();
  }
}
