package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.outbound.DestinationRefused;
import ai.scailabs.scaicore.outbound.Destinations;
import ai.scailabs.scaicore.web.ApiException.Detail;
import ai.scailabs.scaicore.web.ValidationFailed;
import com.google.re2j.Pattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A backend as a request wants it to be; in order.
 *
 * @param key to be sealed; null: the one that is stored, if any
 */
record BackendDraft(
    String name,
    String provider,
    String baseUrl,
    List<String> models,
    @Nullable Integer timeoutSeconds,
    @Nullable String key) {

  private static final int MAX_NAME = 200;
  private static final int MAX_URL = 500;
  private static final int MAX_KEY = 4_096;
  private static final int MAX_MODELS = 200;
  private static final int MAX_TIMEOUT = 600;
  private static final Pattern PROVIDER = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

  /** A key goes into a header as it is. */
  private static final Pattern KEY = Pattern.compile("[!#-\\[\\]-~]+");

  /** Providers that are this service itself. */
  private static final Set<String> OWN = Set.of("scaigrid", "scaicore", "offline");

  /** Without the key. */
  @Override
  public String toString() {
    return "BackendDraft[provider=" + provider + ", baseUrl=" + baseUrl + "]";
  }

  static BackendDraft ofNew(BackendRequest request, Destinations destinations) {
    return of(request, null, destinations);
  }

  /** The stored backend, with what the request gives in place of what it has. */
  static BackendDraft ofEdit(BackendRequest request, Backend stored, Destinations destinations) {
    return of(request, stored, destinations);
  }

  private static BackendDraft of(
      BackendRequest request, @Nullable Backend stored, Destinations destinations) {
    var problems = new ArrayList<Detail>();
    var name = request.name() == null && stored != null ? stored.name() : request.name();
    var provider =
        request.provider() == null && stored != null ? stored.provider() : request.provider();
    var baseUrl =
        request.baseUrl() == null && stored != null ? stored.baseUrl() : request.baseUrl();
    checkName(name, problems);
    checkProvider(provider, problems);
    var url = url(baseUrl, destinations, problems);
    var models = models(request.models(), stored, problems);
    var timeout = request.timeoutSeconds();
    if (timeout != null && (timeout < 1 || timeout > MAX_TIMEOUT)) {
      problems.add(new Detail("timeout_seconds", "must be between 1 and " + MAX_TIMEOUT));
    }
    var key = key(request.apiKey(), stored, problems);
    if (key == null && stored != null && stored.apiKey() != null && url != null) {
      checkSameAddress(stored.baseUrl(), url, problems);
    }
    if (!problems.isEmpty()) {
      var first = problems.getFirst();
      throw new ValidationFailed(first.field() + " " + first.message(), problems);
    }
    return new BackendDraft(
        Objects.requireNonNull(name).strip(),
        Objects.requireNonNull(provider),
        Objects.requireNonNull(url),
        models,
        timeout == null && stored != null ? stored.timeoutSeconds() : timeout,
        key);
  }

  private static void checkName(@Nullable String name, List<Detail> problems) {
    if (name == null || name.isBlank() || name.strip().length() > MAX_NAME) {
      problems.add(new Detail("name", "is required and must have 1 to 200 characters"));
    }
  }

  private static void checkProvider(@Nullable String provider, List<Detail> problems) {
    if (provider == null || !PROVIDER.matches(provider)) {
      problems.add(
          new Detail(
              "provider",
              "is required: a letter, then letters, digits, - and _, in lower case, at most 63"));
    } else if (OWN.contains(provider)) {
      problems.add(new Detail("provider", "is a name that this service keeps for itself"));
    }
  }

  private static @Nullable String url(
      @Nullable String given, Destinations destinations, List<Detail> problems) {
    if (given == null || given.isBlank() || given.length() > MAX_URL) {
      problems.add(
          new Detail("base_url", "is required, such as https://api.openai.com/v1; at most 500"));
      return null;
    }
    try {
      var url = new URI(given.strip());
      destinations.check(url);
      if (url.getRawQuery() != null) {
        problems.add(new Detail("base_url", "must have no query"));
      }
      return given.strip().replaceFirst("/+$", "");
    } catch (URISyntaxException e) {
      problems.add(new Detail("base_url", "is no URL: " + e.getReason()));
    } catch (DestinationRefused e) {
      problems.add(new Detail("base_url", String.valueOf(e.getMessage())));
    }
    return null;
  }

  private static List<String> models(
      @Nullable List<@Nullable String> given, @Nullable Backend stored, List<Detail> problems) {
    if (given == null) {
      return stored == null ? List.of() : stored.models();
    }
    var models = new ArrayList<String>();
    for (int i = 0; i < given.size(); i++) {
      var model = given.get(i);
      if (model == null || model.isBlank() || model.length() > MAX_NAME) {
        problems.add(new Detail("models[" + i + "]", "must have 1 to 200 characters"));
      } else {
        models.add(model);
      }
    }
    if (given.size() > MAX_MODELS) {
      problems.add(new Detail("models", "must be at most " + MAX_MODELS));
    }
    return models.stream().distinct().toList();
  }

  private static @Nullable String key(
      @Nullable JsonNode given, @Nullable Backend stored, List<Detail> problems) {
    if (given == null || given.isNull()) {
      return null;
    }
    var value = given.isObject() ? given.path("value") : given;
    if (given.isObject() && !given.path("type").asString("").equals("secret")) {
      problems.add(
          new Detail("api_key", "must be a string or {\"type\": \"secret\", \"value\": \"…\"}"));
    } else if (given.isObject() && (value.isMissingNode() || value.isNull())) {
      if (stored == null || stored.apiKey() == null) {
        problems.add(new Detail("api_key", "has no stored secret to keep; send its value"));
      }
    } else if (!value.isString()
        || value.stringValue().length() > MAX_KEY
        || !KEY.matches(value.stringValue())) {
      problems.add(
          new Detail(
              "api_key",
              "must have 1 to 4096 characters: visible ones of ASCII, without \\ and \""));
    } else {
      return value.stringValue();
    }
    return null;
  }

  /** A key is sent to nobody but whom it was given for, whoever may edit the backend. */
  private static void checkSameAddress(String before, String after, List<Detail> problems) {
    if (!before.equals(after)) {
      problems.add(new Detail("api_key", "must be sent again where base_url changes"));
    }
  }
}
