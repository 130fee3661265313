package ai.scailabs.scaicore.trigger;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A new secret of a webhook, shown once.
 *
 * @param trigger the id of a registered one, or the name of a program's
 */
@Schema(name = "TriggerSecret")
record TriggerSecret(
    String trigger,
    @Schema(example = "/v1/modules/scaicore/cores/core_06a1q8b3v5e3s9k4t7m2n8p6rw/hooks/orders")
        String url,
    @Schema(example = "whs_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA") String secret) {

  /** Without the secret, for the log. */
  @Override
  public String toString() {
    return "TriggerSecret[trigger=" + trigger + "]";
  }
}
