package dev.chasqui.adapters.processes;

import java.util.Map;

/** A program that asks another program for its options, and waits. */
public final class Asking {
    private Asking() {}

    /** Runs with the argument {@code PROGRAM}. */
    public static void main(String[] arguments) throws InterruptedException {
        IO.println(new ProgramHelp(arguments[0]).hasOption("--any", Map.of()));
    }
}
