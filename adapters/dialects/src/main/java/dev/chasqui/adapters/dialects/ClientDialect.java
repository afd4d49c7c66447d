package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.chat.Dialect;

import java.util.List;
import java.util.Optional;

/**
 * The client side of a dialect as one object: its name, its paths and its form of errors. A server
 * mounts it without knowing which dialect it is. Safe for use by several threads.
 */
public interface ClientDialect {

    /** Returns the dialect's name, which also stands in the records of exchanges. */
    Dialect dialect();

    /** Returns the form in which its clients receive failures. */
    ErrorStyle errors();

    /** Returns the form in which its clients read what is left of their limits. */
    default LimitStyle limits() {
        return LimitStyle.OPENAI;
    }

    /** Returns the paths that its clients use. */
    List<ClientPath> paths();

    /**
     * Returns true if the headers of a request show a client of this dialect. If several dialects
     * have a path, the first one that returns true answers, else the first one that has the path.
     */
    default boolean claims(RequestHeaders headers) {
        return false;
    }

    /**
     * Returns true if a body shows a request of this dialect, at a path that it shares with a
     * dialect whose requests look otherwise.
     */
    default boolean claims(byte[] body) {
        return false;
    }

    /**
     * Returns the path below which this dialect answers requests for unknown paths, such as {@code
     * /v1}; the empty path stands for all. If several dialects have a matching one, the longest
     * wins. Empty if this dialect leaves unknown paths to others.
     */
    default Optional<String> basePath() {
        return Optional.empty();
    }

    /**
     * Returns the header from which its clients read the id of their request, in addition to {@code
     * x-request-id}; empty if there is none.
     */
    default Optional<String> requestIdHeader() {
        return Optional.empty();
    }

    /**
     * Returns the text that its clients expect at the path {@code /}; empty if they expect none.
     */
    default Optional<String> greeting() {
        return Optional.empty();
    }
}
