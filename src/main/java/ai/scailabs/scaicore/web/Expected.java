package ai.scailabs.scaicore.web;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;

/** Says in words what a field or parameter must be. */
final class Expected {

  private Expected() {}

  static String of(MethodParameter parameter) {
    return of(parameter.nestedIfOptional().getNestedParameterType());
  }

  static String of(@Nullable Class<?> type) {
    if (type == null) {
      return "of another type";
    }
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(Objects.requireNonNull(type.getEnumConstants()))
              .map(constant -> Names.word((Enum<?>) constant))
              .collect(Collectors.joining(", "));
    }
    if (type == String.class || type == CharSequence.class) {
      return "a string";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    if (type == Instant.class) {
      return "a timestamp such as 2026-01-31T12:00:00Z";
    }
    if (type == UUID.class) {
      return "a UUID";
    }
    return type.isArray() || Collection.class.isAssignableFrom(type) ? "a list" : "an object";
  }
}
