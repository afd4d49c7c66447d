package dev.chasqui.adapters.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where agents come from.
 *
 * @param dir one more folder whose jars are loaded, after the distribution's {@code plugins} and
 *     the one of the folder that the server was started in; its agents win where names meet
 *     (default: none). Relative to the folder that the server was started in
 * @param trusted the SHA-256 of the jars, besides the bundled ones, whose code is known to behave
 *     (default: none): their agents run on the server's own threads, where one that spins stops
 *     others
 */
public record PluginsConfig(Optional<Path> dir, List<String> trusted) {
    public PluginsConfig {
        trusted = List.copyOf(trusted);
    }

    static PluginsConfig read(Section section) {
        return new PluginsConfig(
                section.value("dir", Kinds.PATH),
                section.values("trusted", Kinds.SHA256_OF_JAR).stream()
                        .map(hash -> hash.toLowerCase(Locale.ROOT))
                        .toList());
    }
}
