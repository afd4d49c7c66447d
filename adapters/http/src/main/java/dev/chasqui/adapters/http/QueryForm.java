package dev.chasqui.adapters.http;

import java.util.Optional;

/**
 * The query of an address, read as forms are: {@code name=value} pairs between ampersands, a plus
 * for a space.
 *
 * @param raw what stands after the question mark
 */
record QueryForm(String raw) {

    /**
     * The first value of a parameter; the empty string if it has a name alone.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if an escape is
     *     malformed
     */
    Optional<String> first(String name) {
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (decoded(key).equals(name)) {
                return Optional.of(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return Optional.empty();
    }

    private static String decoded(String text) {
        return PercentCoding.decode(text.replace('+', ' '));
    }
}
