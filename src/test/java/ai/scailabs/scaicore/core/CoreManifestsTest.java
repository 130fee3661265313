package ai.scailabs.scaicore.core;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.web.ValidationFailed;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CoreManifestsTest {

  @Test
  void aBodyThatBreaksOffIsRefusedWithItsCauseSoThatACallerWhoHungUpIsKnown() {
    var gone = new IOException("connection reset");
    var body =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw gone;
          }

          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            throw gone;
          }
        };

    assertThatThrownBy(() -> new CoreManifests(JsonMapper.shared()).request(body, null))
        .isInstanceOf(ValidationFailed.class)
        .hasCause(gone);
  }
}
