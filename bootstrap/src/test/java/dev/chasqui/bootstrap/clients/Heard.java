package dev.chasqui.bootstrap.clients;

import java.util.List;

/**
 * A reply as the user of a client library gets it.
 *
 * @param text the text; empty if there is none
 * @param thinking the reasoning beside the text; empty if there is none
 * @param calls the names of the called tools
 */
record Heard(String text, String thinking, List<String> calls) {
    Heard {
        calls = List.copyOf(calls);
    }
}
