package ai.scailabs.scaicore.delegation;

import ai.scailabs.scaicore.secrets.SecretAddress;
import ai.scailabs.scaicore.secrets.SecretBox;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.sql.Timestamp;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The keys that tokens are signed with, one at a time for all replicas. The first is made when it
 * is needed; each next one is listed for an hour before it signs, so that whoever keeps the list
 * has it by then, and an old one until the last token that it signed has ended.
 */
@Component
class DelegationKeys {

  /** The parts of a secret's address that say what it is. */
  static final String TENANT = "platform";

  static final String OWNER = "delegation";

  static final Duration ANNOUNCED = Duration.ofHours(1);

  /** How often it is looked whether the next one is to be listed. */
  private static final String LOOKING = "PT10M";

  /** By how much the clock of a replica, or of a plugin, may be wrong. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  /** How long a replica goes on with a key that was taken out of the table. */
  private static final Duration KEPT = Duration.ofMinutes(1);

  private static final long LOCK = 0x5ca1_c0de_de1eL;

  private final JdbcClient jdbc;
  private final SecretBox box;
  private final TransactionOperations transactions;
  private final DelegationProperties settings;
  private final Clock clock;
  private volatile @Nullable Known known;

  DelegationKeys(
      JdbcClient jdbc,
      SecretBox box,
      TransactionOperations transactions,
      DelegationProperties settings,
      Clock clock) {
    this.jdbc = jdbc;
    this.box = box;
    this.transactions = transactions;
    this.settings = settings;
    this.clock = clock;
  }

  private record Known(ECKey key, Instant until) {}

  /** A key in the table, with its private half. */
  private record Stored(ECKey key, Instant signsUntil) {}

  /**
   * The key that signs now.
   *
   * @throws ai.scailabs.scaicore.secrets.SecretNotOpened where no key of the key set opens it
   */
  ECKey signing() {
    var now = clock.instant();
    var seen = known;
    if (seen != null && now.isBefore(seen.until())) {
      return seen.key();
    }
    var stored = stored(now).orElseGet(this::made);
    announceNext();
    var until = now.plus(KEPT);
    known =
        new Known(stored.key(), until.isBefore(stored.signsUntil()) ? until : stored.signsUntil());
    return stored.key();
  }

  /** Lists the next key in time, although nobody may be asking for a token then. */
  @Scheduled(fixedDelayString = LOOKING, initialDelayString = "PT1M")
  void announceNext() {
    var now = clock.instant();
    var soon = now.plus(ANNOUNCED).plus(Duration.parse(LOOKING));
    jdbc.sql(
            """
            select signs_until from mod_scaicore_delegation_keys
            where signs_from <= :now and signs_until > :now order by signs_from desc limit 1
            """)
        .param("now", Timestamp.from(now))
        .query((row, number) -> row.getTimestamp(1).toInstant())
        .optional()
        .filter(end -> end.isBefore(soon))
        .ifPresent(this::announce);
  }

  /** The public halves, in JSON, of all whose tokens may be under way, or soon will be. */
  List<String> listed() {
    var keys = list();
    if (!keys.isEmpty()) {
      return keys;
    }
    signing();
    return list();
  }

  private List<String> list() {
    return jdbc.sql(
            """
            select public_key from mod_scaicore_delegation_keys
            where listed_until > ? order by signs_from
            """)
        .param(Timestamp.from(clock.instant()))
        .query((row, number) -> row.getString(1))
        .list();
  }

  private Optional<Stored> stored(Instant at) {
    return jdbc.sql(
            """
            select kid, sealed, signs_until from mod_scaicore_delegation_keys
            where signs_from <= :at and signs_until > :at order by signs_from desc limit 1
            """)
        .param("at", Timestamp.from(at))
        .query(
            (row, number) ->
                new Stored(
                    parsed(box.open(address(row.getString("kid")), row.getBytes("sealed"))),
                    row.getTimestamp("signs_until").toInstant()))
        .optional();
  }

  private Stored made() {
    return Objects.requireNonNull(
        transactions.execute(
            status -> {
              lock();
              // Another replica may have been first.
              var from = clock.instant().truncatedTo(ChronoUnit.MICROS);
              return stored(from).orElseGet(() -> insert(from));
            }));
  }

  /** Makes the key that signs from then on, unless it is there. */
  private void announce(Instant from) {
    transactions.executeWithoutResult(
        status -> {
          lock();
          if (stored(from).isEmpty()) {
            insert(from);
          }
          jdbc.sql("delete from mod_scaicore_delegation_keys where listed_until < ?")
              .param(Timestamp.from(clock.instant()))
              .update();
        });
  }

  private Stored insert(Instant from) {
    var key = generated();
    var until = from.plus(settings.keyLifetime());
    jdbc.sql(
            """
            insert into mod_scaicore_delegation_keys
              (kid, public_key, sealed, signs_from, signs_until, listed_until)
            values (?, cast(? as json), ?, ?, ?, ?)
            """)
        .params(
            key.getKeyID(),
            key.toPublicJWK().toJSONString(),
            box.seal(address(key.getKeyID()), key.toJSONString()),
            Timestamp.from(from),
            Timestamp.from(until),
            Timestamp.from(until.plus(KEPT).plus(settings.tokenLifetime()).plus(SKEW)))
        .update();
    return new Stored(key, until);
  }

  private void lock() {
    jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query().singleRow();
  }

  private static ECKey generated() {
    try {
      return new ECKeyGenerator(Curve.P_256)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.ES256)
          .keyIDFromThumbprint(true)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("a key for the tokens of delegations cannot be made", e);
    }
  }

  private static ECKey parsed(String json) {
    try {
      return ECKey.parse(json);
    } catch (ParseException e) {
      throw new IllegalStateException("a key for the tokens of delegations cannot be read", e);
    }
  }

  private static SecretAddress address(String kid) {
    return new SecretAddress(TENANT, OWNER, kid);
  }
}
