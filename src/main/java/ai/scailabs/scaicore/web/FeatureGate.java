package ai.scailabs.scaicore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets a request to a {@link Switchable} handler where its feature is on. */
class FeatureGate implements HandlerInterceptor {

  private final Features features;

  FeatureGate(Features features) {
    this.features = features;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod method) {
      var switchable = method.getMethodAnnotation(Switchable.class);
      if (switchable != null && !features.isOn(switchable.value())) {
        throw new ApiException(
            ErrorCode.NOT_IMPLEMENTED,
            "This is switched off here; an operator can switch it on with "
                + switchable.value().key()
                + ".");
      }
    }
    return true;
  }
}
