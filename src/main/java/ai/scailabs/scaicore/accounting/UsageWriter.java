package ai.scailabs.scaicore.accounting;

import ai.scailabs.scaicore.accounting.UsageLedger.Entry;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.AuditedChange;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes calls to models, many at once; those that were written before are left alone. */
@Component
class UsageWriter {

  private static final String INSERT =
      """
      insert into scaigrid_usage_records
        (id, tenant_id, user_id, source, model, provider, backend_id, prompt_tokens,
         completion_tokens, latency_ms, status, error_code, request_id, core_id, execution_id,
         created_at)
      values (:id, :tenant, :user, :source, :model, :provider, :backend, :prompt, :completion,
        :latency, :status, :error, :request, :core, :execution, :at)
      on conflict (id) do nothing
      """;

  private static final String AUDIT = AuditTrail.INSERT + " on conflict (id) do nothing";

  private final NamedParameterJdbcOperations jdbc;

  UsageWriter(NamedParameterJdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  @Transactional
  void write(List<Entry> entries) {
    jdbc.batchUpdate(INSERT, batch(entries.stream().map(UsageWriter::values).toList()));
    var audited =
        entries.stream()
            .map(Entry::audited)
            .filter(Objects::nonNull)
            .map(AuditedChange::parameters)
            .toList();
    if (!audited.isEmpty()) {
      jdbc.batchUpdate(AUDIT, batch(audited));
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of maps with types
  private static Map<String, @Nullable Object>[] batch(
      List<? extends Map<String, @Nullable Object>> rows) {
    return rows.toArray(new Map[0]);
  }

  private static Map<String, @Nullable Object> values(Entry entry) {
    var call = entry.call();
    var values = new HashMap<String, @Nullable Object>();
    values.put("id", entry.id());
    values.put("tenant", call.tenantId());
    values.put("user", call.userId());
    values.put("source", call.source().name().toLowerCase(Locale.ROOT));
    values.put("model", call.model());
    values.put("provider", call.provider());
    values.put("backend", call.backendId());
    values.put("prompt", call.promptTokens());
    values.put("completion", call.completionTokens());
    values.put("latency", call.latency().toMillis());
    values.put("status", call.failure() == null ? "success" : "error");
    values.put("error", call.failure() == null ? null : call.failure().name());
    values.put("request", call.requestId());
    values.put("core", call.coreId());
    values.put("execution", call.executionId());
    values.put("at", Timestamp.from(entry.at()));
    return values;
  }
}
