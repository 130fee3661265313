package ai.scailabs.scaicore.identity;

import ai.scailabs.scaicore.web.ApiException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * One line of the audit. Source: the HTTP contract, "Audit".
 *
 * @param action {@code <resource>.<verb>}
 * @param actorId the user who acted; null: the service itself, as when a timer is due
 * @param status {@code success}; {@code denied} for want of a permission; {@code failed} for any
 *     other refusal
 * @param errorCode the code that answered a refused attempt
 * @param coreId the Core that acted, or was acted on, where it is said
 * @param delegatedUserId the user as whom that Core acted, or was to act
 */
public record AuditEvent(
    String id,
    Instant timestamp,
    String action,
    @Nullable String actorId,
    @Nullable String actorEmail,
    String tenantId,
    String resourceType,
    @Nullable String resourceId,
    Status status,
    @Nullable String errorCode,
    @Nullable String ipAddress,
    @Nullable String requestId,
    @Nullable String coreId,
    @Nullable String delegatedUserId) {

  /** How it ended. */
  public enum Status {
    SUCCESS,
    DENIED,
    FAILED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Status of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }

    static Status of(ApiException refusal) {
      return refusal.code().status() == HttpStatus.FORBIDDEN ? DENIED : FAILED;
    }
  }

  /** The part of the platform that a kind of resource belongs to. */
  static String module(String resourceType) {
    return switch (resourceType) {
      case "core",
          "avatar",
          "execution",
          "checkpoint",
          "plugin",
          "trigger",
          "event",
          "delegation",
          "breakpoint",
          "notification" ->
          "scaicore";
      case "skill" -> "scaiskills";
      case "scope", "queue", "message" -> "scaiqueue";
      case "flow", "deployment", "credentials" -> "scaiflow";
      default -> "scaigrid";
    };
  }
}
