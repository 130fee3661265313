package ai.scailabs.scaicore.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The roles that every tenant has, and what they permit. The one place where that is written. */
public enum BuiltInRole {
  SUPER_ADMIN,
  PARTNER_ADMIN,
  TENANT_ADMIN,
  TENANT_USER,
  TENANT_VIEWER;

  /** The name that stands in tokens, tables and {@code role:} assignees. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What its holder may do, in their scope. */
  public Set<Permission> permissions() {
    return switch (this) {
      case SUPER_ADMIN, PARTNER_ADMIN, TENANT_ADMIN -> Set.of(Permission.values());
      case TENANT_USER -> Set.of(Permission.MODELS_LIST, Permission.MODELS_USE);
      case TENANT_VIEWER -> Set.of(Permission.SCAICORE_VIEW, Permission.MODELS_LIST);
    };
  }

  /** The role of this name. */
  public static Optional<BuiltInRole> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
