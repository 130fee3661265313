package ai.scailabs.scaicore.scaiflow.client;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The vault did not do what it was asked: {@code SCAIVAULT_FAILED}. The log has more. */
public class VaultFailed extends ApiException {

  private static final Logger log = LoggerFactory.getLogger(VaultFailed.class);

  VaultFailed(UpstreamFailed cause) {
    super(
        ErrorCode.SCAIVAULT_FAILED,
        "The vault did not answer as it should; try again, and tell whoever runs this service if it"
            + " stays.");
    log.error("vault: {} (status {})", cause.reason(), cause.status());
    initCause(cause);
  }
}
