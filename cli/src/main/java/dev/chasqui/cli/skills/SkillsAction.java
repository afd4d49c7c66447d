package dev.chasqui.cli.skills;

import dev.chasqui.cli.command.CommandFailure;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The actions of {@code chasqui skills} on the files of this machine. */
public interface SkillsAction {

    /**
     * A skill in a list.
     *
     * @param name the name of its command; that of its folder if it is broken
     * @param description the work that it is for; empty if it is broken
     * @param mistake the mistake in it
     */
    record Entry(String name, String description, Optional<String> mistake) {}

    /** Returns the skills of a folder by their names. */
    List<Entry> list(Path folder);

    /**
     * Copies a skill into a folder and returns its name.
     *
     * @param source the folder of the skill
     * @throws CommandFailure if it is no skill, or cannot be copied
     */
    String add(Path folder, Path source);

    /**
     * Moves a skill out of use and returns its new place.
     *
     * @throws CommandFailure if there is no such skill, or it cannot be moved
     */
    Path remove(Path folder, String name);
}
