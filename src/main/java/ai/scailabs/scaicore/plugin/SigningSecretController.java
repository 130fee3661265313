package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.core.CoreService;
import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Permission;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells whoever manages a Core by what its plugins know its calls. */
@RestController
@RequestMapping("/v1/modules/scaicore/cores/{core_id}/plugins/signing-secret")
@Tag(name = "Plugins", description = "Calls of Cores to other people's servers.")
class SigningSecretController {

  private static final String ACTION = "core.read_signing_secret";

  private final SigningSecrets secrets;
  private final CoreService cores;
  private final AuditTrail audit;
  private final TransactionOperations transactions;

  SigningSecretController(
      SigningSecrets secrets,
      CoreService cores,
      AuditTrail audit,
      TransactionOperations transactions) {
    this.secrets = secrets;
    this.cores = cores;
    this.audit = audit;
    this.transactions = transactions;
  }

  /** What a plugin checks signatures with. */
  @Schema(name = "SigningSecret")
  record SigningSecret(
      @Schema(example = "core_06a1q8b3v5e3s9k4t7m2n8p6rw") String coreId,
      @Schema(
              description = "Key of the HMAC, as text.",
              example = "pss_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
          String secret,
      @Schema(example = "sha256") String algorithm) {}

  @GetMapping
  @Requires(Permission.SCAICORE_MANAGE)
  @Audited(ACTION)
  @Raises(ErrorCode.CORE_NOT_FOUND)
  @Operation(
      summary = "Read the signing secret",
      description =
          "The secret with which the calls of this Core to its plugins are signed: the header"
              + " `X-ScaiGrid-Signature` is `sha256=` and the HMAC-SHA256, in hexadecimal, of the"
              + " header `X-ScaiGrid-Timestamp`, a dot, and the body. It is made when it is first"
              + " needed and stays the same. Reading it is recorded in the audit.")
  Envelope<SigningSecret> get(@PathVariable("core_id") String coreId, Caller caller) {
    var core = cores.get(caller.tenantId(), coreId);
    var secret = secrets.of(core.tenantId(), core.id());
    transactions.executeWithoutResult(_ -> audit.record(core.tenantId(), ACTION, core.id()));
    return Envelope.of(new SigningSecret(core.id(), secret, "sha256"));
  }
}
