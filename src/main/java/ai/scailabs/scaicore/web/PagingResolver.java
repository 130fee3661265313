package ai.scailabs.scaicore.web;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads {@code limit} and {@code cursor} from the query. */
class PagingResolver implements HandlerMethodArgumentResolver {

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Paging.class;
  }

  @Override
  public Paging resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    return new Paging(limit(request.getParameter("limit")), request.getParameter("cursor"));
  }

  private static int limit(@Nullable String text) {
    if (text == null) {
      return Paging.DEFAULT_LIMIT;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= Paging.MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      throw outOfRange();
    }
    throw outOfRange();
  }

  private static ValidationFailed outOfRange() {
    return new ValidationFailed("limit", "must be a whole number from 1 to " + Paging.MAX_LIMIT);
  }
}
