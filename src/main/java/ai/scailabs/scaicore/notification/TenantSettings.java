package ai.scailabs.scaicore.notification;

import ai.scailabs.scaicore.notification.NotificationSettings.Mail;
import ai.scailabs.scaicore.web.Columns;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The settings of all tenants. */
@Component
class TenantSettings {

  /** How old what is remembered of a tenant may be. */
  private static final Duration KEPT = Duration.ofSeconds(5);

  private static final int MOST_KEPT = 10_000;

  private final JdbcClient jdbc;
  private final Cache<String, NotificationSettings> known =
      Caffeine.newBuilder().maximumSize(MOST_KEPT).expireAfterWrite(KEPT).build();

  TenantSettings(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** As they were at most five seconds ago, mostly without asking the database. */
  NotificationSettings recent(String tenantId) {
    var kept = known.getIfPresent(tenantId);
    if (kept != null) {
      return kept;
    }
    var current = current(tenantId);
    known.put(tenantId, current);
    return current;
  }

  /** After a change was committed, so that this replica goes by it at once. */
  void forget(String tenantId) {
    known.invalidate(tenantId);
  }

  NotificationSettings current(String tenantId) {
    return read(tenantId, "").orElseGet(() -> NotificationSettings.usual(tenantId));
  }

  /** The stored ones, held until the transaction ends; the usual ones are stored first. */
  NotificationSettings locked(String tenantId) {
    var usual = NotificationSettings.usual(tenantId);
    jdbc.sql(
            """
            insert into mod_scaicore_notification_settings
              (tenant_id, channels, events, mail_recipients, mail_addresses, version)
            values (:tenant, '{}', :events, :rule, '{}', 0)
            on conflict (tenant_id) do nothing
            """)
        .param("tenant", tenantId)
        .param("events", words(usual.events(), NotifiedEvent::word))
        .param("rule", usual.mail().recipients().word())
        .update();
    return read(tenantId, "for update").orElseThrow();
  }

  /**
   * Stores settings over those that are held.
   *
   * @param secret sealed; null: the stored one stays
   */
  void store(NotificationSettings s, byte @Nullable [] secret) {
    jdbc.sql(
            """
            update mod_scaicore_notification_settings
            set channels = :channels, events = :events, webhook_url = :url,
                sealed_secret = coalesce(cast(:secret as bytea), sealed_secret),
                mail_from = :from, mail_recipients = :rule, mail_addresses = :addresses,
                version = :version, updated_by = :by, updated_at = :at
            where tenant_id = :tenant
            """)
        .param("channels", words(s.channels(), Channel::word))
        .param("events", words(s.events(), NotifiedEvent::word))
        .param("url", s.webhookUrl())
        .param("secret", secret)
        .param("from", s.mail().from())
        .param("rule", s.mail().recipients().word())
        .param("addresses", s.mail().addresses().toArray(String[]::new))
        .param("version", s.version())
        .param("by", s.updatedBy())
        .param("at", Columns.time(s.updatedAt()))
        .param("tenant", s.tenantId())
        .update();
  }

  /** The sealed secret of a tenant's webhook. */
  Optional<byte[]> sealedSecret(String tenantId) {
    return jdbc.sql(
            """
            select sealed_secret from mod_scaicore_notification_settings
            where tenant_id = ? and sealed_secret is not null
            """)
        .param(tenantId)
        .query((row, number) -> row.getBytes(1))
        .optional();
  }

  private Optional<NotificationSettings> read(String tenantId, String lock) {
    return jdbc.sql("select * from mod_scaicore_notification_settings where tenant_id = ? " + lock)
        .param(tenantId)
        .query(TenantSettings::row)
        .optional();
  }

  private static NotificationSettings row(ResultSet row, int number) throws SQLException {
    return new NotificationSettings(
        row.getString("tenant_id"),
        texts(row.getArray("channels")).map(Channel::of).collect(Collectors.toUnmodifiableSet()),
        texts(row.getArray("events"))
            .map(NotifiedEvent::of)
            .collect(Collectors.toUnmodifiableSet()),
        row.getString("webhook_url"),
        row.getBytes("sealed_secret") != null,
        new Mail(
            row.getString("mail_from"),
            RecipientRule.of(row.getString("mail_recipients")),
            texts(row.getArray("mail_addresses")).toList()),
        row.getLong("version"),
        row.getString("updated_by"),
        Columns.instantOrNull(row, "updated_at"));
  }

  private static Stream<String> texts(Array array) throws SQLException {
    return Stream.of((String[]) array.getArray());
  }

  private static <T> String[] words(Collection<T> values, Function<T, String> word) {
    return values.stream().map(word).sorted().toArray(String[]::new);
  }
}
