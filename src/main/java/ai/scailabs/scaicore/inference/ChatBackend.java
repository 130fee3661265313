package ai.scailabs.scaicore.inference;

import ai.scailabs.scaicore.catalogue.Route;
import ai.scailabs.scaicore.identity.Caller;
import org.jspecify.annotations.Nullable;

/** Speaks to back-ends of one provider type. */
public interface ChatBackend {

  /** The {@code provider_type} of the back-ends it speaks to. */
  String providerType();

  /**
   * Answers. Fails with {@code MODEL_UNAVAILABLE}, {@code BACKEND_ERROR} or {@code
   * BACKEND_TIMEOUT}.
   */
  ChatReply chat(ChatCall call);

  /**
   * A request on its way.
   *
   * @param route to the back-end, which may be another tenant's than the caller's
   * @param idempotencyKey the caller's; null without one
   */
  record ChatCall(
      Caller caller, Route route, Conversation conversation, @Nullable String idempotencyKey) {

    /** Whether the model is not of the tenant that the caller acts in. */
    boolean isForeign() {
      return !caller.tenantId().equals(route.tenantId());
    }
  }
}
