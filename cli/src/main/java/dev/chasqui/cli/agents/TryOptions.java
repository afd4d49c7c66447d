package dev.chasqui.cli.agents;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The options of {@code chasqui agents try}. An option that was not given is empty.
 *
 * @param jar the jar
 * @param text the message: commands, and the text after them
 * @param config the file of a configuration, or the plug-in's section as a JSON object
 * @param modelSays the text that the model replies
 * @param stream true if the client asks for a stream
 */
public record TryOptions(
        Path jar,
        String text,
        Optional<String> config,
        Optional<String> modelSays,
        boolean stream) {}
