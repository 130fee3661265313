package ai.scailabs.scaicore.exposure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The path of an {@code api} trigger, such as {@code /orders/{id}}: parts between slashes, each a
 * text or, in braces, a parameter. A slash at the end counts for nothing.
 */
record ApiPath(List<Part> parts) {

  /** A text, or the name of a parameter. */
  record Part(String text, boolean parameter) {}

  static ApiPath of(String path) {
    var parts = new ArrayList<Part>();
    for (var segment : segments(path)) {
      boolean parameter =
          segment.length() > 2
              && segment.startsWith("{")
              && segment.endsWith("}")
              && segment.indexOf('{', 1) < 0
              && segment.indexOf('}') == segment.length() - 1;
      parts.add(
          parameter
              ? new Part(segment.substring(1, segment.length() - 1), true)
              : new Part(segment, false));
    }
    return new ApiPath(List.copyOf(parts));
  }

  private static List<String> segments(String path) {
    var from = path.startsWith("/") ? path.substring(1) : path;
    var to = from.endsWith("/") ? from.substring(0, from.length() - 1) : from;
    return to.isEmpty() ? List.of() : List.of(to.split("/", -1));
  }

  /** The parameters that a path gives; empty where it is another path. */
  Optional<Map<String, String>> match(List<String> segments) {
    if (segments.size() != parts.size()) {
      return Optional.empty();
    }
    var found = new LinkedHashMap<String, String>();
    for (int i = 0; i < parts.size(); i++) {
      var part = parts.get(i);
      var segment = segments.get(i);
      if (part.parameter() && !segment.isEmpty()) {
        found.put(part.text(), segment);
      } else if (part.parameter() || !part.text().equals(segment)) {
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }

  /**
   * Texts before parameters, from the left: {@code /orders/new} comes before {@code /orders/{id}}.
   */
  int compareSpecificity(ApiPath other) {
    for (int i = 0; i < Math.min(parts.size(), other.parts.size()); i++) {
      int order = Boolean.compare(parts.get(i).parameter(), other.parts.get(i).parameter());
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  List<String> parameters() {
    return parts.stream().filter(Part::parameter).map(Part::text).distinct().toList();
  }

  /** Its own names of parameters, by those that another path of the same shape has there. */
  Map<String, String> namesIn(ApiPath other) {
    var names = new LinkedHashMap<String, String>();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).parameter()) {
        names.putIfAbsent(other.parts.get(i).text(), parts.get(i).text());
      }
    }
    return names;
  }

  /** The same for paths that differ by the names of their parameters alone. */
  String shape() {
    return new ApiPath(
            parts.stream().map(part -> part.parameter() ? new Part("", true) : part).toList())
        .template();
  }

  /** As OpenAPI writes it: braces that are no parameter are encoded. */
  String template() {
    var text = new StringBuilder();
    for (var part : parts) {
      text.append('/');
      text.append(
          part.parameter()
              ? "{" + part.text() + "}"
              : part.text().replace("{", "%7B").replace("}", "%7D"));
    }
    return text.isEmpty() ? "/" : text.toString();
  }
}
