package ai.scailabs.scaicore.web;

import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.util.unit.DataSize;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * How many bytes a body may have. An upload is taken up to twice the limit of its file, and a form
 * around it, so that its handler can answer {@code FILE_TOO_LARGE}.
 */
final class BodyLimits {

  /** Every other body. */
  static final long ORDINARY = DataSize.ofMegabytes(2).toBytes();

  private static final DataSize FORM = DataSize.ofKilobytes(64);

  private static final List<Rule> RULES =
      List.of(
          // The source of a big bundle and an inline avatar.
          rule(HttpMethod.POST, "/v1/modules/scaicore/cores", DataSize.ofMegabytes(24)),
          rule(HttpMethod.PUT, "/v1/modules/scaicore/cores/{id}", DataSize.ofMegabytes(24)),
          // As much as an execution takes for its input.
          rule(
              HttpMethod.POST,
              "/v1/modules/scaicore/cores/{id}/hooks/{*path}",
              DataSize.ofBytes(1_000_000)),
          upload("/v1/modules/scaicore/cores/parse-bundle", DataSize.ofMegabytes(10)),
          upload("/v1/modules/scaicore/cores/{id}/avatar", DataSize.ofMegabytes(2)));

  private BodyLimits() {}

  static long of(String method, PathContainer path) {
    return RULES.stream()
        .filter(rule -> rule.method().matches(method) && rule.path().matches(path))
        .mapToLong(Rule::bytes)
        .findFirst()
        .orElse(ORDINARY);
  }

  private static Rule rule(HttpMethod method, String path, DataSize limit) {
    return new Rule(method, PathPatternParser.defaultInstance.parse(path), limit.toBytes());
  }

  private static Rule upload(String path, DataSize file) {
    return rule(HttpMethod.POST, path, DataSize.ofBytes(2 * file.toBytes() + FORM.toBytes()));
  }

  private record Rule(HttpMethod method, PathPattern path, long bytes) {}
}
