package ai.scailabs.scaicore.identity;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Lets a request to its handler when the caller holds what the handler {@link Requires}, in a
 * tenant in which they may act.
 */
class PermissionGate implements HandlerInterceptor {

  private static final List<String> IN_LOG = List.of("core_id", "execution_id");
  private static final Pattern LOGGABLE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final ConcurrentMap<Method, List<Permission>> required = new ConcurrentHashMap<>();

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    boolean outOfReach =
        CallerAuthentication.known().filter(CallerAuthentication::outOfReach).isPresent();
    if (outOfReach && request.getDispatcherType() == DispatcherType.REQUEST) {
      throw new TenantOutOfReach();
    }
    if (handler instanceof HandlerMethod method) {
      nameInLog(request);
      var permissions = required.computeIfAbsent(method.getMethod(), m -> permissions(method));
      if (!permissions.isEmpty() && !holdsAny(permissions)) {
        throw PermissionMissing.anyOf(permissions);
      }
    }
    return true;
  }

  /**
   * Puts what the path names into every log line of the request; the request id's filter clears it.
   */
  private static void nameInLog(HttpServletRequest request) {
    if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
        instanceof Map<?, ?> variables) {
      for (var name : IN_LOG) {
        if (variables.get(name) instanceof String id && LOGGABLE.matcher(id).matches()) {
          MDC.put(name, id);
        }
      }
    }
  }

  private static boolean holdsAny(List<Permission> permissions) {
    var caller = CallerAuthentication.current().orElseThrow(TokenMissing::new);
    for (var permission : permissions) {
      if (caller.holds(permission)) {
        return true;
      }
    }
    return false;
  }

  private static List<Permission> permissions(HandlerMethod handler) {
    var requires = handler.getMethodAnnotation(Requires.class);
    return requires == null ? List.of() : List.of(requires.value());
  }
}
