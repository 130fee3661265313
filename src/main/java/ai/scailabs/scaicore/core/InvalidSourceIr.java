package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.program.Finding;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ErrorCode;
import java.util.List;

/** The program cannot be run; every finding is in the details. */
public class InvalidSourceIr extends ApiException {

  private static final int MAX_DETAILS = 200;

  public InvalidSourceIr(List<Finding> findings) {
    super(
        ErrorCode.INVALID_SOURCE_IR,
        "The program cannot be run: "
            + findings.getFirst().field()
            + ": "
            + findings.getFirst().message()
            + (findings.size() > 1 ? " (and " + (findings.size() - 1) + " more findings)" : ""),
        findings.stream()
            .limit(MAX_DETAILS)
            .map(finding -> new Detail(finding.field(), finding.message()))
            .toList(),
        null);
  }
}
