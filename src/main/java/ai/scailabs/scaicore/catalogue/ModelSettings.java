package ai.scailabs.scaicore.catalogue;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of models.
 *
 * @param offline whether the offline provider and its model {@code offline/echo} are there: on in
 *     the embedded default, off in production unless set
 */
@ConfigurationProperties("scaicore.models")
public record ModelSettings(@DefaultValue("false") boolean offline) {}
