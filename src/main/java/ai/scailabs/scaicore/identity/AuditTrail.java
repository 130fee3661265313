package ai.scailabs.scaicore.identity;

import ai.scailabs.scaicore.identity.AuditEvent.Status;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.Ids;
import ai.scailabs.scaicore.web.RequestId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Writes down who did what. The actor, their address and the request are those of the request that
 * the thread serves; outside one, the service itself acts.
 */
@Component
public class AuditTrail {

  /**
   * The insert of one event, for a statement that brings it along: {@code with audited as (…)}. Its
   * parameters are those of an {@link AuditedChange}.
   */
  public static final String INSERT =
      """
      insert into scaigrid_audit_events
        (id, tenant_id, module, action, resource_type, resource_id, actor_id, actor_email, status,
         error_code, ip_address, request_id, created_at, core_id, delegated_user_id)
      values (:audit_id, :audit_tenant, :audit_module, :audit_action, :audit_type, :audit_resource,
        :audit_actor, :audit_email, :audit_status, :audit_error, :audit_ip, :audit_request,
        :audit_time, :audit_core, :audit_delegated)
      """;

  private final JdbcClient jdbc;
  private final Clock clock;

  AuditTrail(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Records a change in the transaction that makes it, which there must be.
   *
   * @param action {@code <resource>.<verb>}, such as {@code core.start}
   * @param resourceId of what was changed
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void record(String tenantId, String action, @Nullable String resourceId) {
    jdbc.sql(INSERT).params(prepare(tenantId, action, resourceId).parameters()).update();
  }

  /**
   * As {@link #record(String, String, String)}, naming a Core too.
   *
   * @param core that acts, or is acted on
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void record(String tenantId, String action, @Nullable String resourceId, ActingCore core) {
    jdbc.sql(INSERT).params(prepare(tenantId, action, resourceId, core).parameters()).update();
  }

  /** What {@link #INSERT} is to write about a change that this thread's caller makes. */
  public AuditedChange prepare(String tenantId, String action, @Nullable String resourceId) {
    return prepare(tenantId, action, resourceId, null);
  }

  /**
   * As {@link #prepare(String, String, String)}, naming a Core too.
   *
   * @param core that acts, or is acted on; null for none
   */
  public AuditedChange prepare(
      String tenantId, String action, @Nullable String resourceId, @Nullable ActingCore core) {
    var actor = CallerAuthentication.current().orElse(null);
    var values = parameters(actor, tenantId, action, resourceId, Status.SUCCESS, null);
    if (core != null) {
      values.put("audit_core", core.coreId());
      values.put("audit_delegated", core.userId());
    }
    return new AuditedChange(values);
  }

  /** Records an attempt that came to nothing. */
  @Transactional
  void refused(Caller actor, String action, @Nullable String resourceId, ApiException refusal) {
    jdbc.sql(INSERT)
        .params(
            parameters(actor, actor.tenantId(), action, resourceId, Status.of(refusal), refusal))
        .update();
  }

  private Map<String, @Nullable Object> parameters(
      @Nullable Caller actor,
      String tenantId,
      String action,
      @Nullable String resourceId,
      Status status,
      @Nullable ApiException refusal) {
    var type = action.substring(0, action.indexOf('.'));
    var request =
        RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes current
            ? current.getRequest()
            : null;
    var values = new HashMap<String, @Nullable Object>();
    values.put("audit_id", Ids.next("evt_"));
    values.put("audit_tenant", tenantId);
    values.put("audit_module", AuditEvent.module(type));
    values.put("audit_action", action);
    values.put("audit_type", type);
    values.put("audit_resource", resourceId);
    values.put("audit_actor", actor == null ? null : actor.userId());
    values.put("audit_email", actor == null ? null : actor.email());
    values.put("audit_status", status.word());
    values.put("audit_core", null);
    values.put("audit_delegated", null);
    values.put("audit_error", refusal == null ? null : refusal.code().name());
    values.put("audit_ip", request == null ? null : request.getRemoteAddr());
    values.put("audit_request", request == null ? null : RequestId.current());
    values.put("audit_time", Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MICROS)));
    return values;
  }
}
