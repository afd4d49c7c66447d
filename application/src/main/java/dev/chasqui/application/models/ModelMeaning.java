package dev.chasqui.application.models;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The meaning of a model name that a client asks for.
 *
 * @param name the name to ask for: the client's without the commands behind it
 * @param commands the commands behind it, as in {@code llama3+rag(k=3)}, each without its slash
 * @param names all names that it stands for, see {@link OwnNames#chain}
 * @param virtual the name of the virtual model that it is, with its tag; empty if it is none
 */
public record ModelMeaning(
        String name, List<String> commands, Set<String> names, Optional<String> virtual) {

    public ModelMeaning {
        commands = List.copyOf(commands);
        names = Set.copyOf(names);
    }

    /** Returns the meaning of a name that is looked up nowhere: itself. */
    public static ModelMeaning of(String name) {
        return new ModelMeaning(name, List.of(), Set.of(name), Optional.empty());
    }
}
