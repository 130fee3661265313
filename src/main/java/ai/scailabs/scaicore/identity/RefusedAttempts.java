package ai.scailabs.scaicore.identity;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.RefusalWitness;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/** Puts refused attempts of known callers to change something into the audit. */
@Component
class RefusedAttempts implements RefusalWitness {

  private static final Logger log = LoggerFactory.getLogger(RefusedAttempts.class);
  private static final int MAX_ID = 200;
  private static final Pattern VARIABLE = Pattern.compile("\\{\\*?(\\w+)[^}]*}");

  private final AuditTrail audit;

  RefusedAttempts(AuditTrail audit) {
    this.audit = audit;
  }

  @Override
  public void refused(HttpServletRequest request, ApiException refusal) {
    var caller = CallerAuthentication.current();
    var handler = request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE);
    if (caller.isEmpty() || !(handler instanceof HandlerMethod method)) {
      return;
    }
    var audited = method.getMethodAnnotation(Audited.class);
    if (audited == null) {
      return;
    }
    try {
      audit.refused(caller.get(), audited.value(), resource(request), refusal);
    } catch (DataAccessException | TransactionException e) {
      // The caller is told why they were refused, whether or not it can be written down.
      log.warn("a refused attempt at {} is missing from the audit", audited.value(), e);
    }
  }

  private static @Nullable String resource(HttpServletRequest request) {
    if (!(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)
            instanceof String path)
        || !(request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
            instanceof Map<?, ?> variables)) {
      return null;
    }
    // What takes the rest of a path begins with its slash.
    var id =
        VARIABLE
            .matcher(path)
            .results()
            .map(found -> String.valueOf(variables.get(found.group(1))).replaceFirst("^/", ""))
            .collect(Collectors.joining("/"));
    return id.isEmpty() || id.indexOf('\0') >= 0
        ? null
        : id.substring(0, Math.min(MAX_ID, id.length()));
  }
}
