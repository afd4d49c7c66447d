package dev.chasqui.cli;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.size.ByteSize;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The server's entry of a model that its pool may load; texts are empty where it says nothing.
 *
 * @param entry as the server lists it
 */
record PoolEntry(Json.Obj entry) {
    /** What it is doing, such as {@code ready, pinned}. */
    String state() {
        String pinned =
                entry.get("pinned").filter(Json.of(true)::equals).map(_ -> "pinned").orElse("");
        return joined(Stream.of(entry.text("state").orElse(""), pinned));
    }

    /** Such as {@code 2.4 GiB (expected 1.9 GiB)}. */
    String memory() {
        return memory("memory", "");
    }

    String gpuMemory() {
        return memory("gpu_memory", "");
    }

    /**
     * What it takes now, else what it counts for, and what was expected if that is something else.
     *
     * @param of what follows the size
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

    /** How many use it, if any. */
    String leases() {
        return count("leases");
    }

    /** How many wait for it, if any. */
    String waiting() {
        return count("waiting");
    }

    /** All of it, and why it could not be loaded last. */
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
