package dev.chasqui.bootstrap.clients;

import java.util.List;

/**
 * What the user of a client library gets of one reply.
 *
 * @param text empty if there is none
 * @param thinking what stands beside the text; empty if there is nothing
 * @param calls the names of the tools that are called
 */
record Heard(String text, String thinking, List<String> calls) {
    Heard {
        calls = List.copyOf(calls);
    }
}
