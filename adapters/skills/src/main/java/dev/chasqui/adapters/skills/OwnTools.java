package dev.chasqui.adapters.skills;

import dev.chasqui.domain.chat.Tool;

import java.util.List;

/** The tools that an exchange offers to its model and answers itself. */
interface OwnTools {
    /** Returns the tools. */
    List<Tool.Function> tools();

    /** Returns true if a tool of this name is one of them. */
    default boolean has(String name) {
        return tools().stream().anyMatch(tool -> tool.name().equals(name));
    }

    /**
     * Returns the answer to a call, which may say that something is wrong.
     *
     * @param arguments the arguments' JSON text as the model wrote it
     */
    String answer(String name, String arguments);
}
