package dev.chasqui.application.callers;

import dev.chasqui.domain.json.Json;

import java.util.regex.Pattern;

/** The spelling of the names of users, teams and keys. */
final class CallerNames {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");

    /** Callers without a key have their addresses as names. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9]+([.][0-9]+){3}");

    private static final Pattern KEY_NAME = Pattern.compile("[\\p{L}\\p{N} ._@+-]{0,64}");

    private CallerNames() {}

    /**
     * Returns the name of a user or a team.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is no such
     *     name
     */
    static String checked(String member, Json value) {
        if (value instanceof Json.Str(String name)
                && NAME.matcher(name).matches()
                && !ADDRESS.matcher(name).matches()) {
            return name;
        }
        throw AccountJson.invalid(
                member,
                value,
                "a letter, a digit or '_', then letters, digits, '.', '_' or '-', at most 64 in"
                        + " all, and no address");
    }

    /** Returns the name of a key, which may be empty; throws as the other method does. */
    static String ofKey(Json value) {
        if (value instanceof Json.Str(String name) && KEY_NAME.matcher(name).matches()) {
            return name;
        }
        throw AccountJson.invalid(
                "name", value, "letters, digits, spaces, '.', '_', '@', '+' or '-', at most 64");
    }
}
