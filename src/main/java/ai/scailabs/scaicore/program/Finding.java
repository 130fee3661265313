package ai.scailabs.scaicore.program;

/**
 * Something the verifier found wrong.
 *
 * @param field path in the source, such as {@code flows.approval.body[1].subject}
 * @param message code and sentence, such as {@code E301 expression does not parse: …}
 */
public record Finding(String field, String message) {}
