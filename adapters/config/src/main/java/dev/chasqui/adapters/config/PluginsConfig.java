package dev.chasqui.adapters.config;

import dev.chasqui.domain.binding.Key;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where agents come from. */
public record PluginsConfig(
        @Key(
                        help =
                                "One more folder whose jars are loaded, after `plugins` of the"
                                    + " distribution and of the folder you start in. Its agents win"
                                    + " where names meet.",
                        rule = TextRules.FilePath.class,
                        restart = true)
                Optional<Path> dir,
        @Key(
                        help =
                                "The SHA-256 of the jars, besides the bundled ones, whose code is"
                                    + " known to behave, as `sha256sum agent.jar` prints them;"
                                    + " another version of a jar has another one. Their agents run"
                                    + " on the server's own threads, where one that spins stops"
                                    + " others.",
                        rule = TextRules.JarHash.class)
                List<String> trusted) {

    public PluginsConfig {
        trusted = trusted.stream().map(hash -> hash.toLowerCase(Locale.ROOT)).toList();
    }
}
