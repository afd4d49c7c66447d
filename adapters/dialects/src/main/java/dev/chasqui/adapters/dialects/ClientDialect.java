package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.chat.Dialect;

import java.util.List;
import java.util.Optional;

/**
 * The client side of a dialect as one object: its name, its paths, its form of errors. A server
 * mounts it without knowing which dialect it is. Safe for use by several threads.
 */
public interface ClientDialect {

    /** The name of the dialect, also in the records of exchanges. */
    Dialect dialect();

    /** The form in which its clients are told of failures. */
    ErrorStyle errors();

    /** The paths that its clients use. */
    List<ClientPath> paths();

    /**
     * Whether a request is of this dialect's clients as its headers show. Where several dialects
     * have a path, the first one that says so answers there, else the first one that has it.
     */
    default boolean claims(RequestHeaders headers) {
        return false;
    }

    /**
     * The path below which this dialect answers what is not there, such as {@code /v1}, or an empty
     * one for all paths; the longest one counts. Nothing if it leaves that to others.
     */
    default Optional<String> ground() {
        return Optional.empty();
    }

    /** The text that its clients look for at the path {@code /}; empty if they do not. */
    default Optional<String> greeting() {
        return Optional.empty();
    }
}
