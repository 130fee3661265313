package ai.scailabs.scaicore.publishing;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The optional body of a publication. */
record PublishRequest(
    @Schema(
            description =
                "Model groups to put the model into; those out of the caller's scope are dropped.",
            example = "[\"mg_internal_chat\", \"mg_qa\"]")
        @Nullable List<@Nullable String> groupIds) {

  static List<String> groups(@Nullable PublishRequest request) {
    var given = request == null ? null : request.groupIds();
    return given == null ? List.of() : given.stream().flatMap(PublishRequest::present).toList();
  }

  private static Stream<String> present(@Nullable String id) {
    return Stream.ofNullable(id);
  }
}
