package ai.scailabs.scaicore.secrets;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How secrets are sealed.
 *
 * @param keyset Tink key set in JSON ({@code SCAICORE_SECRETS_KEYSET}); the embedded default makes
 *     one in its data folder when there is none
 */
@ConfigurationProperties("scaicore.secrets")
record SecretsProperties(@Nullable String keyset) {}
