package ai.scailabs.scaicore.plugin;

import ai.scailabs.scaicore.engine.Json;
import ai.scailabs.scaicore.plugin.CallFailed.Kind;
import ai.scailabs.scaicore.program.expression.EvaluationFailed;
import io.modelcontextprotocol.spec.McpSchema.AudioContent;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.ImageContent;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What the results of tools are as values. */
final class McpResults {

  private McpResults() {}

  /**
   * The structured content; else its text, as JSON where it is JSON; else the list of its contents.
   */
  static @Nullable Object value(CallToolResult result, Redaction redaction) throws CallFailed {
    if (Boolean.TRUE.equals(result.isError())) {
      throw CallFailed.lasting(
          Kind.ERROR, "answered with an error: " + Answers.line(redaction.of(text(result))));
    }
    try {
      if (result.structuredContent() != null) {
        return plain(result.structuredContent());
      }
      if (contents(result).stream().allMatch(TextContent.class::isInstance)) {
        return parsed(text(result));
      }
      return contents(result).stream().map(McpResults::value).toList();
    } catch (EvaluationFailed e) {
      throw CallFailed.lasting(Kind.ERROR, "answered with what is nested too deeply");
    }
  }

  private static List<Content> contents(CallToolResult result) {
    return result.content() == null ? List.of() : result.content();
  }

  private static String text(CallToolResult result) {
    return contents(result).stream()
        .filter(TextContent.class::isInstance)
        .map(content -> ((TextContent) content).text())
        .collect(Collectors.joining("\n"));
  }

  private static @Nullable Object parsed(String text) {
    if (text.isBlank()) {
      return text;
    }
    try {
      return Json.parse(text);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static Map<String, @Nullable Object> value(Content content) {
    var value = new LinkedHashMap<String, @Nullable Object>();
    value.put("type", content.type());
    switch (content) {
      case TextContent text -> value.put("text", text.text());
      case ImageContent image -> {
        value.put("data", image.data());
        value.put("mime_type", image.mimeType());
      }
      case AudioContent audio -> {
        value.put("data", audio.data());
        value.put("mime_type", audio.mimeType());
      }
      default -> value.put("content", plain(content));
    }
    return value;
  }

  private static @Nullable Object plain(Object value) {
    return Json.parse(JsonMapper.shared().writeValueAsString(value));
  }
}
