package ai.scailabs.scaicore.core;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_MANAGE;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Public;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
@RequestMapping("/v1/modules/scaicore/cores/{core_id}/avatar")
@Tag(name = "Cores")
class AvatarController {

  /** For whoever opens an SVG by itself: it gets no origin, runs nothing and loads nothing. */
  private static final String SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

  private static final String ONE_HOUR = "public, max-age=3600";

  private final AvatarService service;
  private final Avatars avatars;
  private final CoreViews views;

  AvatarController(AvatarService service, Avatars avatars, CoreViews views) {
    this.service = service;
    this.avatars = avatars;
    this.views = views;
  }

  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Requires(SCAICORE_MANAGE)
  @Audited("avatar.upload")
  @Raises({
    ErrorCode.CORE_NOT_FOUND,
    ErrorCode.INVALID_FILE_TYPE,
    ErrorCode.FILE_TOO_LARGE,
    ErrorCode.STORAGE_ERROR
  })
  @Operation(
      summary = "Upload an avatar",
      description =
          "Takes the form field `file`: a PNG, JPEG, GIF, WebP or SVG of at most 2 MB, known by its"
              + " content; its name does not matter. A `Content-Type` of the field that the content"
              + " contradicts is `INVALID_FILE_TYPE`; none, or `application/octet-stream`, is fine."
              + " Replaces the avatar that was there. Answers with the Core.")
  Envelope<CoreView> upload(
      @PathVariable("core_id") String coreId,
      @RequestPart("file") MultipartFile file,
      Caller caller)
      throws IOException {
    if (file.getSize() > Avatar.MAX_BYTES) {
      throw new FileTooLarge(file.getSize());
    }
    return Envelope.of(
        views.of(service.upload(caller, coreId, file.getBytes(), file.getContentType())));
  }

  @GetMapping
  @Public
  @Raises({ErrorCode.CORE_NOT_FOUND, ErrorCode.NO_AVATAR, ErrorCode.STORAGE_ERROR})
  @Operation(
      summary = "Fetch an avatar",
      description =
          "The picture itself, with the type of its content; to be cached for an hour, and to be"
              + " asked for again with `If-None-Match`. Needs no token. An SVG is served in a"
              + " sandbox (`Content-Security-Policy`): what is scripted in it does not run.")
  @ApiResponse(
      responseCode = "200",
      description = "The picture.",
      content = {
        @Content(mediaType = "image/png", schema = @Schema(type = "string", format = "binary")),
        @Content(mediaType = "image/jpeg", schema = @Schema(type = "string", format = "binary")),
        @Content(mediaType = "image/gif", schema = @Schema(type = "string", format = "binary")),
        @Content(mediaType = "image/webp", schema = @Schema(type = "string", format = "binary")),
        @Content(mediaType = "image/svg+xml", schema = @Schema(type = "string", format = "binary"))
      })
  @ApiResponse(
      responseCode = "304",
      description = "It is still the one of `If-None-Match`.",
      content = @Content)
  ResponseEntity<byte[]> show(@PathVariable("core_id") String coreId) {
    var avatar = avatars.get(coreId);
    return ResponseEntity.ok()
        .eTag(avatar.etag())
        .header(HttpHeaders.CACHE_CONTROL, ONE_HOUR)
        .header("Content-Security-Policy", SANDBOX)
        .header(HttpHeaders.CONTENT_TYPE, avatar.type().mediaType())
        .body(avatar.bytes());
  }
}
