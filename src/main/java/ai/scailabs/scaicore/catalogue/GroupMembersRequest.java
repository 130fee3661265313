package ai.scailabs.scaicore.catalogue;

import ai.scailabs.scaicore.web.ValidationFailed;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The body that names models for a group. */
@Schema(name = "ModelGroupMembers")
record GroupMembersRequest(
    @Schema(
            description = "Slugs; 1 to 200.",
            requiredMode = Schema.RequiredMode.REQUIRED,
            example = "[\"acme/writer\"]")
        @Nullable List<@Nullable String> models) {

  private static final int MOST = 200;

  static List<String> slugs(@Nullable GroupMembersRequest request) {
    var given = request == null ? null : request.models();
    if (given == null
        || given.isEmpty()
        || given.size() > MOST
        || given.stream().anyMatch(Objects::isNull)) {
      throw new ValidationFailed("models", "is required: a list of 1 to " + MOST + " slugs");
    }
    var slugs = new ArrayList<String>();
    given.forEach(slug -> slugs.add(Objects.requireNonNull(slug)));
    return slugs.stream().distinct().toList();
  }
}
