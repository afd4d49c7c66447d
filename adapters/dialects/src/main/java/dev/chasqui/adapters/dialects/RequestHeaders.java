package dev.chasqui.adapters.dialects;

import java.util.Optional;

/** The headers of a client's request. */
@FunctionalInterface
public interface RequestHeaders {
    /** The name of our header that names the session of a request. */
    String SESSION = "X-Chasqui-Session";

    /** Returns the first value of a header; the case of its name does not matter. */
    Optional<String> first(String name);
}
