package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_MANAGE;

import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.program.bundle.BundleInvalid;
import ai.scailabs.scaicore.program.bundle.BundleReader;
import ai.scailabs.scaicore.program.bundle.BundleSummary;
import ai.scailabs.scaicore.program.bundle.BundleTooLarge;
import ai.scailabs.scaicore.web.ApiException;
import ai.scailabs.scaicore.web.ApiException.Detail;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Raises;
import ai.scailabs.scaicore.web.ValidationFailed;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
@Tag(name = "Cores")
class BundleController {

  /** A bundle in JSON, and what it is about. */
  record Parsed(
      @Schema(type = "object", description = "The program, as it was packed.")
          Map<String, @Nullable Object> source,
      BundleSummary summary) {}

  @PostMapping(
      path = "/v1/modules/scaicore/cores/parse-bundle",
      consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Requires(SCAICORE_MANAGE)
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.FILE_TOO_LARGE, ErrorCode.PAYLOAD_TOO_LARGE})
  @Operation(
      summary = "Parse a bundle",
      description =
          "Reads a binary `.scaicore-ir` bundle (magic `SCIR`) or the same in JSON, at most 10 MB,"
              + " and answers with the `source` to create a Core from and a summary. Nothing is"
              + " stored, nothing is verified.")
  Envelope<Parsed> parse(@RequestPart("file") MultipartFile file) throws IOException {
    try (var in = file.getInputStream()) {
      var source = BundleReader.read(in);
      return Envelope.of(new Parsed(source, BundleSummary.of(source)));
    } catch (BundleTooLarge e) {
      throw new ApiException(ErrorCode.FILE_TOO_LARGE, String.valueOf(e.getMessage()));
    } catch (BundleInvalid e) {
      var where = e.detail();
      throw new ValidationFailed(
          String.valueOf(e.getMessage()),
          where == null ? List.of() : List.of(new Detail("file", where)));
    }
  }
}
