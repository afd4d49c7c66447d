package dev.chasqui.application.policy;

import java.util.List;

/** The headers of a request. */
@FunctionalInterface
public interface HeaderValues {
    /** The headers of a request that has none. */
    HeaderValues NONE = _ -> List.of();

    /** Returns the values of the headers of a name, in any case of letters. */
    List<String> of(String name);
}
