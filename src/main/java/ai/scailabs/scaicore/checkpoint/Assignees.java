package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.identity.Directory;
import ai.scailabs.scaicore.identity.User;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads assignees: {@code user:<email or id>}, {@code group:<id>}, {@code role:<role>}, {@code
 * delegated_user}; without a prefix a known user, else nobody. Source: the HTTP contract, "Where
 * the seeds leave a choice".
 */
@Component
class Assignees {

  private final Directory directory;

  Assignees(Directory directory) {
    this.directory = directory;
  }

  /**
   * Whom a text stands for in a tenant; unrouted where there is no such user, group or role.
   *
   * @param delegatedUserId the user as whom the Core acts; null when it acts as itself
   */
  Assignee resolve(String tenantId, @Nullable String raw, @Nullable String delegatedUserId) {
    if (raw == null || raw.isBlank() || raw.indexOf('\0') >= 0) {
      return Assignee.unrouted(raw == null ? null : raw.replace("\0", ""));
    }
    var text = raw.strip();
    int colon = text.indexOf(':');
    var rest = text.substring(colon + 1).strip();
    return switch (colon < 0 ? "" : text.substring(0, colon)) {
      case "user" -> user(tenantId, raw, rest, Assignee.Kind.USER);
      case "group" ->
          directory
              .group(tenantId, rest)
              .map(g -> new Assignee(raw, Assignee.Kind.GROUP, g.id(), g.name()))
              .orElseGet(() -> Assignee.unrouted(raw));
      case "role" ->
          directory.roleExists(tenantId, rest)
              ? new Assignee(raw, Assignee.Kind.ROLE, rest, rest)
              : Assignee.unrouted(raw);
      default ->
          text.equals("delegated_user")
              ? delegated(tenantId, raw, delegatedUserId)
              : user(tenantId, raw, text, Assignee.Kind.USER);
    };
  }

  private Assignee delegated(String tenantId, String raw, @Nullable String userId) {
    return userId == null
        ? Assignee.unrouted(raw)
        : user(tenantId, raw, userId, Assignee.Kind.DELEGATED_USER);
  }

  private Assignee user(String tenantId, String raw, String idOrEmail, Assignee.Kind kind) {
    return directory
        .user(tenantId, idOrEmail)
        .filter(User::active)
        .map(u -> new Assignee(raw, kind, u.id(), u.email()))
        .orElseGet(() -> Assignee.unrouted(raw));
  }
}
