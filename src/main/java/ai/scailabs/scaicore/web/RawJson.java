package ai.scailabs.scaicore.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;

/** JSON text that goes into an answer as it was stored, without being read and written again. */
public record RawJson(@JsonRawValue @JsonValue String text) {}
