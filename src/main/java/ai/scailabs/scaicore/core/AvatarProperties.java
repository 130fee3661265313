package ai.scailabs.scaicore.core;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Avatars.
 *
 * @param cacheSize how many bytes of them a replica keeps in memory ({@code
 *     SCAICORE_AVATARS_CACHE_SIZE})
 */
@ConfigurationProperties("scaicore.avatars")
record AvatarProperties(@DefaultValue("32MB") DataSize cacheSize) {}
