package ai.scailabs.scaicore.scaiflow.client;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A Core as ScaiGrid shows it.
 *
 * @param publishedSlug null while it is not published
 * @param view all of it
 */
public record DeployedCore(
    String id, String slug, String status, @Nullable String publishedSlug, JsonNode view) {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final Pattern SLUG = Pattern.compile("[A-Za-z0-9._/-]{1,300}");
  private static final Set<String> RUNNING =
      Set.of("running", "starting", "restarting", "crashed");
  private static final Set<String> NEVER_RAN = Set.of("created", "configuring", "error");

  /**
   * Reads one.
   *
   * @throws UpstreamFailed where it is none
   */
  static DeployedCore of(JsonNode view) {
    var id = view.path("id").asString("");
    if (!ID.matcher(id).matches()) {
      throw UpstreamFailed.strange(200, "ScaiGrid's answer is no Core: it has no id.");
    }
    return new DeployedCore(
        id,
        slug(view.path("slug")) instanceof String slug ? slug : "",
        view.path("status").asString(""),
        slug(view.path("metadata").path("published_slug")),
        view);
  }

  private static @Nullable String slug(JsonNode node) {
    var text = node.asString("");
    return SLUG.matcher(text).matches() ? text : null;
  }

  public boolean runs() {
    return RUNNING.contains(status);
  }

  /** Whether it waits for a start that goes well. */
  public boolean neverRan() {
    return NEVER_RAN.contains(status);
  }

  /** The flow that its program says it came from; empty where it does not. */
  String sourceId() {
    return view.path("source").path("scaiflow_meta").path("source_id").asString("");
  }
}
