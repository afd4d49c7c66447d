package dev.chasqui.adapters.skills;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A skill.
 *
 * @param name the name of its command, without the slash
 * @param description the work that it is for
 * @param allowedTools the client's tools that the model may call; empty if the skill does not say
 * @param instructions the text for the model
 * @param folder the folder that holds it
 */
public record Skill(
        String name,
        String description,
        Optional<List<String>> allowedTools,
        String instructions,
        Path folder) {

    public Skill {
        allowedTools = allowedTools.map(List::copyOf);
    }

    /** Returns the first line of the description, shortened for a list of commands. */
    String help() {
        String line = description.lines().findFirst().orElse("").strip();
        return line.length() <= 200 ? line : line.substring(0, 199) + "…";
    }
}
