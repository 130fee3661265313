package ai.scailabs.scaicore.scaiflow;

import ai.scailabs.scaicore.identity.AuditTrail;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.scaiflow.CredentialsController.CredentialsRequest;
import ai.scailabs.scaicore.scaiflow.CredentialsController.CredentialsView;
import ai.scailabs.scaicore.scaiflow.client.ScaiVault;
import ai.scailabs.scaicore.scaiflow.client.Targets;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Shows and sets what a tenant deploys with. */
@Service
class CredentialsService {

  private static final Pattern KEY = Pattern.compile("sgk_[!-~]{16,500}");
  private static final int MAX_URL = 2_000;
  private static final int SHOWN = 4;

  /** There is one of them in a tenant. */
  private static final String RESOURCE = "scaigrid";

  private final Credentials credentials;
  private final ScaiVault vault;
  private final Targets targets;
  private final AuditTrail audit;
  private final TransactionOperations transactions;

  CredentialsService(
      Credentials credentials,
      ScaiVault vault,
      Targets targets,
      AuditTrail audit,
      TransactionOperations transactions) {
    this.credentials = credentials;
    this.vault = vault;
    this.targets = targets;
    this.audit = audit;
    this.transactions = transactions;
  }

  CredentialsView get(Caller caller) {
    return credentials
        .stored(caller.tenantId())
        .map(key -> new CredentialsView(true, masked(key.apiKey()), key.baseUrl()))
        .orElseGet(() -> new CredentialsView(false, null, null));
  }

  void set(Caller caller, CredentialsRequest request) {
    requireAdmin(caller);
    var apiKey = request.apiKey();
    if (apiKey == null || !KEY.matcher(apiKey).matches()) {
      throw new ValidationFailed(
          "api_key", "must be an API key of ScaiGrid: sgk_ and what follows");
    }
    var tenantId = caller.tenantId();
    var key = new Credentials.Key(apiKey, checked(request.baseUrl()));
    change(tenantId, "credentials.update", () -> credentials.store(tenantId, key));
  }

  void delete(Caller caller) {
    requireAdmin(caller);
    var tenantId = caller.tenantId();
    change(tenantId, "credentials.delete", () -> credentials.delete(tenantId));
  }

  private static void requireAdmin(Caller caller) {
    if (!caller.administersTenant()) {
      throw new ApiException(
          ErrorCode.AUTHZ_PERMISSION_DENIED,
          "Only a tenant admin sets what the tenant deploys with; ask one.");
    }
  }

  private void change(String tenantId, String action, Runnable change) {
    if (!vault.joinsTransactions()) {
      change.run();
    }
    transactions.executeWithoutResult(
        status -> {
          if (vault.joinsTransactions()) {
            change.run();
          }
          audit.record(tenantId, action, RESOURCE);
        });
  }

  private @Nullable String checked(@Nullable String baseUrl) {
    if (baseUrl == null || baseUrl.isBlank()) {
      return null;
    }
    try {
      var uri = new URI(baseUrl.strip());
      if (baseUrl.length() > MAX_URL) {
        throw new ValidationFailed("base_url", "is longer than 2,000 characters");
      }
      targets.checkChosen(uri);
      return uri.toString();
    } catch (URISyntaxException e) {
      throw new ValidationFailed("base_url", "must be an address such as https://scaigrid.example");
    }
  }

  private static String masked(String key) {
    return "sgk_…" + key.substring(Math.max(0, key.length() - SHOWN));
  }
}
