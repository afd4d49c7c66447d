package dev.chasqui.domain.command;

import java.util.Set;

/** The known commands of a test. */
record Known(Set<String> names) implements KnownCommands {
    static final Known COMMANDS = new Known(Set.of("rag", "parallel", "help"));

    @Override
    public boolean contains(String name) {
        return names.contains(name);
    }

    @Override
    public String usage(String name) {
        return "/" + name + " takes k (a whole number)";
    }
}
