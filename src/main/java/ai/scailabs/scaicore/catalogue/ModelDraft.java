package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.web.ApiException.Detail;
import ai.scailabs.scaicore.web.ValidationFailed;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A model on a model server as a request wants it; in order, but for its backend. */
record ModelDraft(
    String slug,
    Presentation presentation,
    String backendId,
    String model,
    Map<String, Object> capabilities) {

  private static final int MAX_SLUG = 200;
  private static final int MAX_NAME = 200;
  private static final int MAX_DESCRIPTION = 2_000;
  private static final int MAX_CAPABILITIES = 4_000;
  private static final Pattern SLUG =
      Pattern.compile("[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*){1,3}");

  /** First parts of slugs that mean something else, whatever a tenant is called. */
  private static final Set<String> OWN = Set.of("scaicore", "scaigrid", "offline", "groups");

  static ModelDraft of(Caller caller, ModelRequest request, Json json) {
    var problems = new ArrayList<Detail>();
    checkSlug(caller.tenant().slug(), request.slug(), problems);
    checkText("display_name", request.displayName(), problems);
    if (request.description() != null && request.description().length() > MAX_DESCRIPTION) {
      problems.add(
          new Detail("description", "must have at most " + MAX_DESCRIPTION + " characters"));
    }
    checkText("backend_id", request.backendId(), problems);
    checkText("model", request.model(), problems);
    var capabilities = capabilities(request, json, problems);
    if (!problems.isEmpty()) {
      var first = problems.getFirst();
      throw new ValidationFailed(first.field() + " " + first.message(), problems);
    }
    return new ModelDraft(
        Objects.requireNonNull(request.slug()),
        new Presentation(
            Objects.requireNonNull(request.displayName()).strip(),
            request.description(),
            null,
            null,
            Map.of()),
        Objects.requireNonNull(request.backendId()),
        Objects.requireNonNull(request.model()),
        capabilities);
  }

  /** A tenant names models in its own space only, so that nobody's name can be taken. */
  private static void checkSlug(String tenant, @Nullable String slug, List<Detail> problems) {
    if (OWN.contains(tenant)) {
      problems.add(
          new Detail("slug", "is not possible in a tenant called " + tenant + ": it means other"));
    } else if (slug == null
        || slug.length() > MAX_SLUG
        || !SLUG.matches(slug)
        || !slug.startsWith(tenant + "/")) {
      problems.add(
          new Detail(
              "slug",
              "must be "
                  + tenant
                  + "/ and a name of lower-case letters, digits, '.', '_' and '-', at most "
                  + MAX_SLUG
                  + " characters"));
    }
  }

  private static void checkText(String field, @Nullable String text, List<Detail> problems) {
    if (text == null || text.isBlank() || text.strip().length() > MAX_NAME) {
      problems.add(new Detail(field, "is required and must have 1 to " + MAX_NAME + " characters"));
    }
  }

  private static Map<String, Object> capabilities(
      ModelRequest request, Json json, List<Detail> problems) {
    var capabilities = new LinkedHashMap<String, Object>();
    capabilities.put("tool_use", true);
    capabilities.put("streaming", false);
    var given = request.capabilities();
    if (given != null) {
      var text = given.toString();
      if (text.length() > MAX_CAPABILITIES || text.contains("\\u0000")) {
        problems.add(
            new Detail("capabilities", "must be at most 4000 characters of JSON, without U+0000"));
        return capabilities;
      }
      capabilities.putAll(json.read(text));
    }
    for (var known : List.of("tool_use", "streaming")) {
      if (!(capabilities.get(known) instanceof Boolean)) {
        problems.add(new Detail("capabilities." + known, "must be true or false"));
      }
    }
    if (Boolean.TRUE.equals(capabilities.get("streaming"))) {
      problems.add(
          new Detail("capabilities.streaming", "must be false: answers are not streamed here"));
    }
    return capabilities;
  }
}
