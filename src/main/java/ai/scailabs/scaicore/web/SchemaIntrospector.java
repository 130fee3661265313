package ai.scailabs.scaicore.web;

import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * What Jackson 2 would get wrong of our types: a record's getters that are no components, and the
 * words of enums.
 */
final class SchemaIntrospector extends JacksonAnnotationIntrospector {

  private static final long serialVersionUID = 1L;

  @Override
  public boolean hasIgnoreMarker(AnnotatedMember member) {
    return super.hasIgnoreMarker(member)
        || (member instanceof AnnotatedMethod
            && member.getDeclaringClass().isRecord()
            && Arrays.stream(member.getDeclaringClass().getRecordComponents())
                .map(RecordComponent::getName)
                .noneMatch(member.getName()::equals));
  }

  // The only one that is asked, although it has a successor.
  @Override
  @SuppressWarnings("deprecation")
  public String[] findEnumValues(Class<?> type, Enum<?>[] constants, String[] names) {
    var explicit = super.findEnumValues(type, constants, names);
    for (int i = 0; i < constants.length; i++) {
      explicit[i] = explicit[i] == null ? Names.word(constants[i]) : explicit[i];
    }
    return explicit;
  }
}
