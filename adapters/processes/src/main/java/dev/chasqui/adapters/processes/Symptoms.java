package dev.chasqui.adapters.processes;

import java.util.List;
import java.util.regex.Pattern;

/** The causes of a server's failure, as its last output shows them. */
final class Symptoms {
    /** The messages of llama.cpp, its GPU libraries and others. */
    private static final Pattern OUT_OF_MEMORY =
            pattern(
                    "out of memory|OutOfDeviceMemory|failed to allocate|unable to allocate"
                            + "|cannot allocate memory|bad_alloc");

    private static final Pattern PORT_TAKEN =
            pattern(
                    "address already in use|EADDRINUSE|address in use"
                            + "|couldn't bind (to server|HTTP server) socket");

    private Symptoms() {}

    static boolean outOfMemory(List<String> words) {
        return anyHas(words, OUT_OF_MEMORY);
    }

    static boolean portTaken(List<String> words) {
        return anyHas(words, PORT_TAKEN);
    }

    private static boolean anyHas(List<String> words, Pattern pattern) {
        return words.stream().anyMatch(line -> pattern.matcher(line).find());
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
    }
}
