package dev.chasqui.domain.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The place where a backend's data may go, the narrowest first. */
public enum Zone {
    /** Data stays on this machine or in this network. */
    RESTRICTED,
    /** Data may leave this network. */
    OPEN;

    /** Returns its word, such as {@code open}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the zone of a word; empty if there is none. */
    public static Optional<Zone> of(String word) {
        return Arrays.stream(values()).filter(zone -> zone.word().equals(word)).findFirst();
    }
}
