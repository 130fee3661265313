package ai.scailabs.scaicore.secrets;

import com.google.crypto.tink.KeysetHandle;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class SecretsConfiguration {

  private static final String DATA_FOLDER = "scaicore.embedded.data-dir";

  @Bean
  SecretBox secretBox(SecretsProperties properties, Environment environment)
      throws GeneralSecurityException, IOException {
    return new SecretBox(keySet(properties, environment));
  }

  private static KeysetHandle keySet(SecretsProperties properties, Environment environment)
      throws GeneralSecurityException, IOException {
    var given = properties.keyset();
    if (given != null && !given.isBlank()) {
      try {
        return KeySets.parse(given);
      } catch (GeneralSecurityException e) {
        throw new KeySetUnusable(
            "SCAICORE_SECRETS_KEYSET is not a Tink key set in JSON; make one with `java -jar"
                + " scaicore-module.jar secrets new`, or take secrets-keyset.json from the data"
                + " folder of an embedded instance.",
            e);
      }
    }
    var folder = environment.getProperty(DATA_FOLDER);
    if (folder == null) {
      throw new KeySetUnusable(
          "SCAICORE_SECRETS_KEYSET is not set; secrets cannot be sealed without a key set. Make one"
              + " with `java -jar scaicore-module.jar secrets new` and put it there.",
          null);
    }
    return KeySets.ofFolder(Path.of(folder));
  }
}
