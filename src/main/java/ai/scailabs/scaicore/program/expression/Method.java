package ai.scailabs.scaicore.program.expression;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A method of the library.
 *
 * @param signature for example {@code slice(start, end?)}
 * @param required how many of the parameters must be given
 */
record Method(String name, String signature, List<String> params, int required, Body body) {

  /** What a method does; the value it belongs to has been checked to be of its library's kind. */
  interface Body {
    @Nullable Object apply(Object self, Arguments args);
  }

  static Method of(String signature, Body body) {
    var bracket = signature.indexOf('(');
    var inner = signature.substring(bracket + 1, signature.length() - 1);
    var params = inner.isEmpty() ? List.<String>of() : Arrays.asList(inner.split(", "));
    return new Method(
        signature.substring(0, bracket),
        signature,
        params.stream().map(param -> param.replace("?", "")).toList(),
        (int) params.stream().filter(param -> !param.endsWith("?")).count(),
        body);
  }

  @Nullable Object call(@Nullable Object self, Arguments args) {
    return body.apply(self == null ? this : self, args);
  }

  EvaluationFailed incomplete() {
    return EvaluationFailed.mismatch(name + " needs arguments: " + signature);
  }
}
