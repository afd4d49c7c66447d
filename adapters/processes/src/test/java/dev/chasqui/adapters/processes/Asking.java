package dev.chasqui.adapters.processes;

import java.util.Map;

/** A server of ours in a process of its own that asks a program for its options, and waits. */
public final class Asking {
    private Asking() {}

    /** {@code Asking PROGRAM}. */
    public static void main(String[] arguments) throws InterruptedException {
        IO.println(new ProgramHelp(arguments[0]).knows("--any", Map.of()));
    }
}
