package ai.scailabs.scaicore.identity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a handler is about to change, as the audit names it: {@code <resource>.<verb>}, such as
 * {@code core.start}. Attempts that are refused are recorded under it, with the variables of the
 * path as the resource, such as {@code grp_1/usr_1}. Those that succeed are recorded by the
 * service, in the transaction of the change ({@link AuditTrail#record}).
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Audited {
  String value();
}
