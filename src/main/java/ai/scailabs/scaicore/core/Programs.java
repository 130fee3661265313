package ai.scailabs.scaicore.core;

import ai.scailabs.scaicore.program.Program;
import ai.scailabs.scaicore.program.ProgramReader;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Programs that were started, by the hash of their content, within their tenant. */
@Component
public class Programs {

  private static final TypeReference<Map<String, Object>> SOURCE = new TypeReference<>() {};
  private static final int MAX_CACHED_CHARACTERS = 64_000_000;

  private record Key(String tenantId, String hash) {}

  private record Held(Program program, int characters) {}

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Cache<Key, Held> cache =
      Caffeine.newBuilder()
          .maximumWeight(MAX_CACHED_CHARACTERS)
          .weigher((Key key, Held held) -> held.characters())
          .build();

  Programs(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Keeps a program. One that is there already is made young again, so that it is not swept away
   * before the Core that returns to it is stored; at most once an hour, to spare its row.
   */
  void keep(String tenantId, String hash, String source) {
    jdbc.sql(
            """
            insert into mod_scaicore_programs (tenant_id, hash, source, created_at)
            values (?, ?, cast(? as json), now())
            on conflict (tenant_id, hash) do update set created_at = excluded.created_at
              where mod_scaicore_programs.created_at < now() - interval '1 hour'
            """)
        .params(tenantId, hash, source)
        .update();
  }

  /** The program of a hash, which a Core of the tenant was started with. */
  public Program load(String tenantId, String hash) {
    return cache.get(new Key(tenantId, hash), this::read).program();
  }

  private Held read(Key key) {
    var source =
        jdbc.sql("select source from mod_scaicore_programs where tenant_id = ? and hash = ?")
            .params(key.tenantId(), key.hash())
            .query(String.class)
            .single();
    return new Held(ProgramReader.read(json.readValue(source, SOURCE)).program(), source.length());
  }
}
