package dev.chasqui.adapters.config;

import dev.chasqui.domain.binding.Key;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The configuration of the jars that agents are loaded from. */
public record PluginsConfig(
        @Key(
                        help =
                                "An additional folder whose jars are loaded, after `plugins` of the"
                                    + " distribution and of the current folder. If two agents have"
                                    + " the same name, that of this folder wins.",
                        rule = TextRules.FilePath.class,
                        restart = true)
                Optional<Path> dir,
        @Key(
                        help =
                                "The SHA-256 of the jars, besides the bundled ones, whose code is"
                                    + " trusted, as `sha256sum agent.jar` prints them; each version"
                                    + " of a jar has its own. Their agents run on the server's own"
                                    + " threads, where an endless loop blocks other requests.",
                        rule = TextRules.JarHash.class)
                List<String> trusted) {

    public PluginsConfig {
        trusted = trusted.stream().map(hash -> hash.toLowerCase(Locale.ROOT)).toList();
    }
}
