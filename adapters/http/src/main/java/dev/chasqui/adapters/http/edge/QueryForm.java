package dev.chasqui.adapters.http.edge;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The query of an address, read like a form: {@code name=value} pairs separated by ampersands, with
 * a plus sign for a space.
 *
 * @param raw the text after the question mark
 */
public record QueryForm(String raw) {

    /**
     * Returns the first value of a parameter; the empty string if it has only a name.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if an escape is
     *     malformed
     */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    private List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (decoded(key).equals(name)) {
                values.add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return values;
    }

    /**
     * Returns the value of a parameter that may be given once.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is given
     *     several times, or if an escape is malformed
     */
    public Optional<String> only(String name) {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw new FailureException(
                    new Failure.Invalid(
                            name, name + ": given " + values.size() + " times (expected: once)"));
        }
        return values.stream().findFirst();
    }

    /**
     * Returns the names of the parameters.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if an escape is
     *     malformed
     */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                names.add(decoded(equals < 0 ? pair : pair.substring(0, equals)));
            }
        }
        return names;
    }

    private static String decoded(String text) {
        return PercentCoding.decode(text.replace('+', ' '));
    }
}
