package dev.chasqui.adapters.dialects;

import java.util.Optional;

/** The headers of a client's request. */
@FunctionalInterface
public interface RequestHeaders {
    /** Returns the first value of a header; the case of its name does not matter. */
    Optional<String> first(String name);
}
