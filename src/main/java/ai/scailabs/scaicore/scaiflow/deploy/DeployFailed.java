package ai.scailabs.scaicore.scaiflow.deploy;

import ai.scailabs.scaicore.scaiflow.client.UpstreamFailed;
import ai.scailabs.scaicore.scaiflow.graph.Diagnostic;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.FlowProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A step of a deploy failed. Source: {@code seeds/scaiflow-deploy.md}, "Error matrix". */
final class DeployFailed extends ApiException implements FlowProblem {

  private static final String UPSTREAM = "upstream";
  private static final String CORE = "core_id";

  /** So many findings are told and kept; POST /v1/flows/validate tells more. */
  private static final int TOLD = 100;

  private final String fix;
  private final transient Map<String, Object> members;

  private DeployFailed(ErrorCode code, String message, String fix, Map<String, Object> members) {
    super(code, message);
    this.fix = fix;
    this.members = members;
  }

  @Override
  public String fix() {
    return fix;
  }

  @Override
  public Map<String, Object> members() {
    return members;
  }

  static DeployFailed compile(List<Diagnostic> diagnostics) {
    var told = diagnostics.stream().limit(TOLD).toList();
    var errors = told.stream().filter(Diagnostic::isError).map(Diagnostic::message).toList();
    var count =
        told.size() == diagnostics.size()
            ? ""
            : " (%,d findings, of which the first %d are listed)"
                .formatted(diagnostics.size(), TOLD);
    return new DeployFailed(
        ErrorCode.COMPILE_ERROR,
        "The flow does not compile" + count + ": " + shortened(String.join("; ", errors)),
        "Correct what the diagnostics name; POST /v1/flows/validate says what is left.",
        Map.of("diagnostics", told));
  }

  private static String shortened(String text) {
    return text.length() > 1_000 ? text.substring(0, 1_000) + "…" : text;
  }

  /**
   * ScaiQueue refused, or could not be called.
   *
   * @param queue null: it was about the scope
   */
  static DeployFailed queue(UpstreamFailed e, String scope, @Nullable String queue) {
    var members = place(scope, queue);
    members.put(UPSTREAM, e.members());
    var what = what(scope, queue);
    return e.isAuth()
        ? new DeployFailed(
            ErrorCode.SCAIQUEUE_AUTH,
            "ScaiQueue does not let us see to %s: %s".formatted(what, e.reason()),
            "Give whoever deploys the permissions scaiqueue:view and scaiqueue:manage.",
            members)
        : new DeployFailed(
            ErrorCode.SCAIQUEUE_PROVISION_FAILED,
            "ScaiQueue did not give us %s: %s".formatted(what, e.reason()),
            "See that ScaiQueue is up and takes these settings, and deploy again.",
            members);
  }

  /** The queue is there, and is another. */
  static DeployFailed otherQueue(String scope, String queue, List<String> differences) {
    var members = place(scope, queue);
    members.put("differences", differences);
    return new DeployFailed(
        ErrorCode.SCAIQUEUE_PROVISION_FAILED,
        "There is %s already, with other settings: %s."
            .formatted(what(scope, queue), String.join("; ", differences)),
        "Change config.scaiqueue of the flow, or the queue, so that they agree.",
        members);
  }

  private static Map<String, Object> place(String scope, @Nullable String queue) {
    var members = new LinkedHashMap<String, Object>();
    members.put("scope", scope);
    if (queue != null) {
      members.put("queue", queue);
    }
    return members;
  }

  private static String what(String scope, @Nullable String queue) {
    return queue == null
        ? "the scope '" + scope + "'"
        : "the queue '" + queue + "' of the scope '" + scope + "'";
  }

  /**
   * ScaiGrid took no Core of the manifest, or did not start it.
   *
   * @param coreId null: there is none
   */
  static DeployFailed create(UpstreamFailed e, @Nullable String coreId) {
    return new DeployFailed(
        ErrorCode.SCAICORE_CREATE_FAILED,
        (coreId == null
                ? "ScaiGrid did not create the Core: "
                : "ScaiGrid did not take, or not start, the Core " + coreId + ": ")
            + e.reason(),
        "See what upstream says; correct the flow, and deploy again.",
        upstream(e, coreId));
  }

  /**
   * The Core did not start with the new program.
   *
   * @param failedToo why the program before could not be put back; null: it runs again
   */
  static DeployFailed restart(UpstreamFailed e, String coreId, @Nullable UpstreamFailed failedToo) {
    var members = upstream(e, coreId);
    members.put("rolled_back", failedToo == null);
    return new DeployFailed(
        ErrorCode.SCAICORE_CREATE_FAILED,
        "The Core %s did not start with the new program: %s %s"
            .formatted(
                coreId,
                e.reason(),
                failedToo == null
                    ? "The program before is put back and runs."
                    : "The program before could not be put back: " + failedToo.reason()),
        failedToo == null
            ? "See what upstream says; correct the flow, and deploy again."
            : "Look at the Core, and deploy a version that ran.",
        members);
  }

  static DeployFailed publish(UpstreamFailed e, String coreId) {
    return new DeployFailed(
        ErrorCode.SCAICORE_PUBLISH_FAILED,
        "The Core %s is deployed, but could not be published: %s".formatted(coreId, e.reason()),
        "See what upstream says, and deploy again, or publish the Core.",
        upstream(e, coreId));
  }

  private static Map<String, Object> upstream(UpstreamFailed e, @Nullable String coreId) {
    var members = new LinkedHashMap<String, Object>();
    if (coreId != null) {
      members.put(CORE, coreId);
    }
    members.put(UPSTREAM, e.members());
    return members;
  }
}
