package dev.chasqui.cli.models;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.size.ByteSize;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The server's entry of a model that its pool may load. Texts are empty if the entry lacks the
 * value.
 *
 * @param entry the entry as the server lists it
 */
record PoolEntry(Json.Obj entry) {
    /** Returns the state of the model, such as {@code ready, pinned}. */
    String state() {
        String pinned =
                entry.get("pinned").filter(Json.of(true)::equals).map(_ -> "pinned").orElse("");
        return joined(Stream.of(entry.text("state").orElse(""), pinned));
    }

    /** Returns the memory, such as {@code 2.4 GiB (expected 1.9 GiB)}. */
    String memory() {
        return memory("memory", "");
    }

    String gpuMemory() {
        return memory("gpu_memory", "");
    }

    /**
     * Returns the measured size, else the size that counts in the pool, with the expected one if it
     * differs.
     *
     * @param of the text behind the size
     */
    private String memory(String member, String of) {
        String actual = size(number("actual_" + member));
        String taken = actual.isEmpty() ? size(number(member)) : actual;
        if (taken.isEmpty()) {
            return "";
        }
        String expected = size(number("expected_" + member));
        return expected.isEmpty() || expected.equals(taken)
                ? taken + of
                : taken + of + " (expected " + expected + ")";
    }

    /** Returns the number of leases; empty if there are none. */
    String leases() {
        return count("leases");
    }

    /** Returns the number of waiting requests; empty if there are none. */
    String waiting() {
        return count("waiting");
    }

    /** Returns all facts in one line, with the reason of the last failed load. */
    String sentence() {
        Stream<String> facts =
                Stream.of(
                        state(),
                        memory(),
                        memory("gpu_memory", " of GPU memory"),
                        leases().isEmpty() ? "" : leases() + " leased",
                        waiting().isEmpty() ? "" : waiting() + " waiting",
                        entry.text("last_failure").map(why -> "failed: " + why).orElse(""));
        return entry.text("name").orElse("?") + ": " + joined(facts);
    }

    private static String joined(Stream<String> facts) {
        return facts.filter(fact -> !fact.isEmpty()).collect(Collectors.joining(", "));
    }

    private String count(String member) {
        return number(member) == 0 ? "" : Long.toString(number(member));
    }

    private long number(String member) {
        return entry.get(member).orElse(Json.Null.NULL) instanceof Json.Num number
                ? number.longValue()
                : 0;
    }

    private static String size(long bytes) {
        return bytes <= 0 ? "" : new ByteSize(bytes).rounded();
    }
}
