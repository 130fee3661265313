package ai.scailabs.scaicore.web;

import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.Set;

/** Names schemas of nested types after their surroundings, so that two of one name can be told. */
final class SchemaNames extends TypeNameResolver {

  @Override
  protected String nameForClass(Class<?> type, Set<Options> options) {
    var name = super.nameForClass(type, options);
    var outer = type.getEnclosingClass();
    return outer == null || outer.getSimpleName().endsWith("Controller")
        ? name
        : outer.getSimpleName() + name;
  }
}
