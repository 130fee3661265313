package ai.scailabs.scaicore.program.type;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.NodePath;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema (2020-12, or an older draft that its {@code $schema} names) that someone else
 * wrote, ready to check values. At most 64 KB; loads nothing from outside; its regular expressions
 * run in linear time (RE2); a check takes a bounded number of steps. {@code format} is asserted.
 * Thread-safe.
 */
public final class AnswerSchema {

  /** The largest schema, in bytes of JSON. */
  public static final int MAX_BYTES = 64 * 1024;

  private static final int MAX_SCHEMA_DEPTH = 64;
  private static final int MAX_VALUE_NODES = 50_000;
  private static final int MAX_VALUE_DEPTH = 200;
  private static final int MAX_PROBLEMS = 100;

  private static final Dialect DIALECT =
      Dialect.builder(Dialects.getDraft202012()).formats(LinearFormats.ALL).build();

  private static final SchemaRegistryConfig CONFIG =
      SchemaRegistryConfig.builder()
          .regularExpressionFactory(new LinearRegex())
          .formatAssertionsEnabled(true)
          .locale(Locale.ENGLISH)
          .build();

  private final Schema schema;

  private AnswerSchema(Schema schema) {
    this.schema = schema;
  }

  /**
   * Compiles a schema.
   *
   * @throws SchemaInvalid when it is too large, too deep, refers outside itself, or is no schema
   */
  public static AnswerSchema of(Map<String, ?> schema) {
    var tree =
        JsonTree.of(schema, MAX_BYTES / 2, MAX_SCHEMA_DEPTH)
            .filter(node -> node.toString().length() <= MAX_BYTES)
            .orElseThrow(
                () ->
                    new SchemaInvalid(
                        "the schema is larger than 64 KB or nested deeper than "
                            + MAX_SCHEMA_DEPTH));
    SchemaPatterns.check(schema);
    try {
      var compiled = registry().getSchema(tree);
      compiled.initializeValidators();
      return new AnswerSchema(compiled);
    } catch (SchemaException e) {
      throw new SchemaInvalid("the schema cannot be used: " + e.getMessage());
    } catch (StackOverflowError e) {
      throw new SchemaInvalid("the schema cannot be used: it is nested too deeply");
    }
  }

  /** A registry of its own for each schema: what one declares must not be seen by another. */
  private static SchemaRegistry registry() {
    return SchemaRegistry.withDefaultDialect(
        DIALECT,
        builder ->
            builder
                .schemaRegistryConfig(CONFIG)
                .schemaCacheEnabled(false)
                .schemaLoader(loader -> loader.allow(_ -> false)));
  }

  /** Where a value does not satisfy the schema; empty when it does. At most a hundred. */
  public List<Mismatch> problems(@Nullable Object value) {
    var tree = JsonTree.of(value, MAX_VALUE_NODES, MAX_VALUE_DEPTH);
    if (tree.isEmpty()) {
      return List.of(new Mismatch("", "is too large or too deep to be checked"));
    }
    var evaluation = new BoundedEvaluation();
    try {
      schema.validate(evaluation, tree.get());
      return evaluation.getErrors().stream()
          .limit(MAX_PROBLEMS)
          .map(AnswerSchema::mismatch)
          .toList();
    } catch (BoundedEvaluation.Exhausted | StackOverflowError e) {
      return List.of(new Mismatch("", "cannot be checked: the schema takes too many steps"));
    } catch (SchemaException | SchemaInvalid e) {
      return List.of(new Mismatch("", "cannot be checked: " + e.getMessage()));
    }
  }

  private static Mismatch mismatch(Error error) {
    return new Mismatch(path(error.getInstanceLocation()), error.getMessage());
  }

  private static String path(NodePath location) {
    var path = new StringBuilder();
    for (var i = 0; i < location.getNameCount(); i++) {
      var element = location.getElement(i);
      if (element instanceof Integer) {
        path.append('[').append(element).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(element);
      }
    }
    return path.toString();
  }
}
