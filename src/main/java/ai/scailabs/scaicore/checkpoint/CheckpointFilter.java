package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.checkpoint.Checkpoint.Status;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a list of checkpoints shows; null: anything.
 *
 * @param assignee as in {@code role:reviewer}
 * @param q words that are all in the prompt
 */
record CheckpointFilter(
    @Nullable String coreId,
    @Nullable Status status,
    @Nullable Priority priority,
    @Nullable String type,
    @Nullable Assignee assignee,
    @Nullable String q) {

  private static final int MAX_TEXT = 200;
  private static final int MAX_WORDS = 10;

  CheckpointFilter {
    checked("core_id", coreId);
    checked("type", type);
    checked("q", q);
    if (q != null && words(q).length > MAX_WORDS) {
      throw new ValidationFailed("q", "has more than " + MAX_WORDS + " words");
    }
  }

  private static void checked(String field, @Nullable String text) {
    if (text != null && text.length() > MAX_TEXT) {
      throw new ValidationFailed(field, "is longer than " + MAX_TEXT + " characters");
    }
    if (text != null) {
      Comment.storable(field, text);
    }
  }

  /** Whether it says more than a status. */
  boolean isSelective() {
    return Stream.of(coreId, priority, type, assignee, q).anyMatch(value -> value != null);
  }

  /** The condition on rows {@code s}, but for the status; what it needs goes into the values. */
  String condition(Map<String, @Nullable Object> values) {
    var conditions = new ArrayList<String>(List.of("true"));
    if (coreId != null) {
      conditions.add("s.core_id = :core");
      values.put("core", coreId);
    }
    if (priority != null) {
      conditions.add("s.priority = :priority");
      values.put("priority", priority.word());
    }
    if (type != null) {
      conditions.add("s.checkpoint_type = :type");
      values.put("type", type);
    }
    if (assignee != null) {
      conditions.add(condition(assignee, values));
    }
    if (q != null) {
      conditions.add("s.prompt ilike all (cast(:patterns as text[]))");
      values.put("patterns", patterns(q));
    }
    return String.join(" and ", conditions);
  }

  private static String condition(Assignee assignee, Map<String, @Nullable Object> values) {
    return switch (assignee.kind()) {
      case USER, DELEGATED_USER -> {
        values.put("assignee", assignee.value());
        yield "s.assignee_type in ('user', 'delegated_user') and s.assignee_value = :assignee";
      }
      case GROUP, ROLE -> {
        values.put("kind", assignee.kind().word());
        values.put("assignee", assignee.value());
        yield "s.assignee_type = :kind and s.assignee_value = :assignee";
      }
      case UNROUTED -> {
        var raw = assignee.raw();
        if ("unrouted".equals(raw) || "delegated_user".equals(raw)) {
          values.put("kind", raw);
          yield "s.assignee_type = :kind";
        }
        values.put("assignee", raw);
        yield "s.assignee_raw = :assignee";
      }
    };
  }

  private static String[] words(String q) {
    return q.isBlank() ? new String[0] : q.strip().split("\\s+");
  }

  private static String[] patterns(String q) {
    var patterns = words(q);
    for (int i = 0; i < patterns.length; i++) {
      patterns[i] = "%" + patterns[i].replaceAll("([\\\\%_])", "\\\\$1") + "%";
    }
    return patterns;
  }
}
