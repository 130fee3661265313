package ai.scailabs.scaicore.identity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The permissions that a handler needs, any one of them; with none named, any authenticated caller
 * will do. Enforced before the body is read. A handler has this or {@link Public}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Requires {
  Permission[] value();
}
