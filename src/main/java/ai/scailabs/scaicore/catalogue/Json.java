package ai.scailabs.scaicore.catalogue;

import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** JSON columns as maps; key order is kept. */
@Component("catalogueJson")
class Json {

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final JsonMapper mapper;

  Json(JsonMapper mapper) {
    this.mapper = mapper;
  }

  String write(Map<String, Object> object) {
    return mapper.writeValueAsString(object);
  }

  Map<String, Object> read(String column) {
    return mapper.readValue(column, OBJECT);
  }
}
