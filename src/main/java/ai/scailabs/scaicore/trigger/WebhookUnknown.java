package ai.scailabs.scaicore.trigger;

import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;

/** There is no such webhook, or the request is not its sender's. Which of them is not told. */
class WebhookUnknown extends ApiException {

  WebhookUnknown() {
    super(
        ErrorCode.NOT_FOUND,
        "There is no webhook here, or its request is not signed with its secret: send"
            + " X-ScaiGrid-Signature, sha256= and the HMAC-SHA256 in hexadecimal of timestamp, dot"
            + " and body, with X-ScaiGrid-Timestamp, seconds since 1970, within 5 minutes; or"
            + " X-Hub-Signature-256 over the body alone.");
  }
}
