package ai.scailabs.scaicore.provider;

import ai.scailabs.scaicore.catalogue.Endpoint;
import ai.scailabs.scaicore.provider.ChatAnswer.Tokens;
import ai.scailabs.scaicore.provider.ModelCallFailed.Reason;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.openai.client.OpenAIClient;
import com.openai.core.MultipartField;
import com.openai.core.ObjectMappers;
import com.openai.core.RequestOptions;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.images.ImageGenerateParams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Embeddings, images, speech and transcriptions of one server, in OpenAI's protocol. */
final class MediaCalls {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<Integer> NOT_THERE = Set.of(404, 405, 501);

  private final Endpoint endpoint;
  private final ServerClients.Client client;
  private final MediaOrder order;
  private final RequestOptions options;

  MediaCalls(Endpoint endpoint, ServerClients.Client client, MediaOrder order, Duration left) {
    this.endpoint = endpoint;
    this.client = client;
    this.order = order;
    this.options = RequestOptions.builder().timeout(left).build();
  }

  MediaAnswer make() {
    var input = order.input().deepCopy();
    try {
      return switch (order.modality()) {
        case "embedding" -> embedding(input);
        case "image_generation" -> image(input);
        case "tts" -> speech(input);
        case "stt" -> transcription(input);
        default ->
            throw new ModelCallFailed(
                Reason.MISSING, "There is no modality '" + order.modality() + "'.");
      };
    } catch (OpenAIServiceException e) {
      if (NOT_THERE.contains(e.statusCode()) && !Problems.isAboutModel(e)) {
        throw new ModelCallFailed(
            Reason.MISSING,
            "The server of the provider '"
                + endpoint.provider()
                + "' answered "
                + e.statusCode()
                + ": it has no "
                + order.modality()
                + ", or not by the model '"
                + endpoint.model()
                + "'.");
      }
      throw Problems.of(endpoint, e, client.redaction());
    } catch (OpenAIInvalidDataException e) {
      throw new ModelCallFailed(
          Reason.UNREADABLE,
          "The server of the provider '"
              + endpoint.provider()
              + "' answered something that is no "
              + order.modality()
              + ".");
    } catch (OpenAIException e) {
      throw Problems.of(endpoint, e, client.redaction());
    }
  }

  private OpenAIClient openAi() {
    return client.openAi();
  }

  private MediaAnswer embedding(ObjectNode input) {
    var subject = MediaInput.subject(input, List.of("input", "text", "texts"));
    var body = input.put("model", endpoint.model());
    body.set("input", subject);
    if (!body.has("encoding_format")) {
      body.put("encoding_format", "float");
    }
    var made =
        openAi()
            .embeddings()
            .create(
                EmbeddingCreateParams.builder()
                    .body(read(body, EmbeddingCreateParams.Body.class))
                    .putAdditionalHeader("Idempotency-Key", key())
                    .build(),
                options);
    var vectors = vectors(made);
    if (vectors.size() != (subject.isArray() ? subject.size() : 1)) {
      throw new OpenAIInvalidDataException("not one embedding for each text");
    }
    return new MediaAnswer(
        subject.isArray() ? vectors : vectors.get(0),
        made._usage()
            .asKnown()
            .flatMap(usage -> usage._promptTokens().asKnown())
            .map(tokens -> new Tokens(Math.clamp(tokens, 0, Integer.MAX_VALUE), 0))
            .orElse(null));
  }

  private static ArrayNode vectors(CreateEmbeddingResponse made) {
    var vectors = JSON.arrayNode();
    made.data().stream()
        .sorted(Comparator.comparingLong(embedding -> embedding._index().asKnown().orElse(0L)))
        .forEach(
            embedding -> {
              var vector = vectors.addArray();
              // As it was written, rather than with the digits that a float does not have.
              embedding.embedding().forEach(n -> vector.add(Double.parseDouble(n.toString())));
            });
    return vectors;
  }

  private MediaAnswer image(ObjectNode input) {
    var prompt = MediaInput.text(input, List.of("prompt", "text", "input"));
    var body = input.put("model", endpoint.model()).put("prompt", prompt);
    body.put("n", 1);
    var made =
        openAi()
            .images()
            .generate(
                ImageGenerateParams.builder()
                    .body(read(body, ImageGenerateParams.Body.class))
                    .putAdditionalHeader("Idempotency-Key", key())
                    .build(),
                options);
    var image =
        made.data().orElse(List.of()).stream()
            .findFirst()
            .orElseThrow(() -> new OpenAIInvalidDataException("no image"));
    var value = JSON.objectNode();
    image.b64Json().ifPresent(data -> value.put("b64_json", Texts.sound(data)));
    image.url().ifPresent(url -> value.put("url", Texts.sound(client.redaction().of(url))));
    if (value.isEmpty()) {
      throw new OpenAIInvalidDataException("no image");
    }
    var format =
        made._outputFormat()
            .asKnown()
            .map(known -> client.redaction().of(known.asString()))
            .orElse("png");
    return new MediaAnswer(value.put("content_type", type("image/" + format, "image/png")), null);
  }

  private MediaAnswer speech(ObjectNode input) {
    var text = MediaInput.text(input, List.of("input", "text"));
    var body = input.put("model", endpoint.model()).put("input", text);
    if (!body.has("voice")) {
      body.put("voice", "alloy");
    }
    var params =
        SpeechCreateParams.builder()
            .body(read(body, SpeechCreateParams.Body.class))
            .putAdditionalHeader("Idempotency-Key", key())
            .build();
    try (var made = openAi().audio().speech().create(params, options)) {
      var type = made.headers().values("content-type").stream().findFirst().orElse("audio/mpeg");
      var audio = made.body().readAllBytes();
      if (audio.length == 0) {
        throw new OpenAIInvalidDataException("no audio");
      }
      return new MediaAnswer(
          JSON.objectNode()
              .put("audio_b64", Base64.getEncoder().encodeToString(audio))
              .put("content_type", type(client.redaction().of(type), "audio/mpeg")),
          null);
    } catch (IOException e) {
      throw new OpenAIInvalidDataException("no audio", e);
    }
  }

  private MediaAnswer transcription(ObjectNode input) {
    var audio = audio(MediaInput.text(input, List.of("audio_b64", "audio", "file")));
    var type = text(input, "content_type", "audio/mpeg");
    var params =
        TranscriptionCreateParams.builder()
            .file(
                MultipartField.<InputStream>builder()
                    .value(new ByteArrayInputStream(audio))
                    .contentType(type)
                    .filename(text(input, "filename", "audio." + extension(type)))
                    .build())
            .model(endpoint.model())
            .putAdditionalHeader("Idempotency-Key", key());
    optional(input, "language", params::language);
    optional(input, "prompt", params::prompt);
    var made = openAi().audio().transcriptions().create(params.build(), options);
    if (!made.isTranscription()) {
      throw new OpenAIInvalidDataException("no transcription");
    }
    var text = Texts.sound(client.redaction().of(made.asTranscription().text()));
    return new MediaAnswer(StringNode.valueOf(text), null);
  }

  private static void optional(
      ObjectNode input, String name, java.util.function.Consumer<String> into) {
    if (input.path(name).isString()) {
      into.accept(input.path(name).stringValue());
    }
  }

  private static byte[] audio(String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new ModelCallFailed(
          Reason.REJECTED, "What the call binds as 'audio_b64' is no base64.");
    }
  }

  private static String text(JsonNode input, String name, String otherwise) {
    var text = input.path(name).asString(otherwise);
    // It goes into a header of the part.
    return text.matches("[\\w./+;=-]{1,100}") ? text : otherwise;
  }

  /** What a server says it sends, where that is a type of content. */
  private static String type(String said, String otherwise) {
    return said.matches("[\\w.+-]{1,60}/[\\w.+-]{1,60}(; ?[\\w.+-]{1,60}=[\\w.+-]{1,60}){0,3}")
        ? said
        : otherwise;
  }

  private static String extension(String type) {
    var sub = type.substring(type.indexOf('/') + 1).replaceFirst("^x-|;.*$", "");
    return sub.equals("mpeg") ? "mp3" : sub.replaceAll("\\W", "");
  }

  private String key() {
    return Texts.digest(order.key() + "\n" + endpoint.model());
  }

  private static <T> T read(ObjectNode body, Class<T> type) {
    try {
      return ObjectMappers.jsonMapper().readValue(Texts.sound(body.toString()), type);
    } catch (JsonProcessingException e) {
      throw new ModelCallFailed(
          Reason.REJECTED, "What the call binds is no request that the server could take.");
    }
  }
}
