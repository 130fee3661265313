package ai.scailabs.scaicore.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets a request to its handler when the caller holds what the handler {@link Requires}. */
class PermissionGate implements HandlerInterceptor {

  private final ConcurrentMap<Method, List<Permission>> required = new ConcurrentHashMap<>();

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod method) {
      var permissions = required.computeIfAbsent(method.getMethod(), m -> permissions(method));
      if (!permissions.isEmpty() && !holdsAny(permissions)) {
        throw PermissionMissing.anyOf(permissions);
      }
    }
    return true;
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
