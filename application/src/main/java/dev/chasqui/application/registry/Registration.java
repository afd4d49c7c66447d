package dev.chasqui.application.registry;

import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.application.port.registry.ServerKind;
import dev.chasqui.domain.binding.Quoting;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The wish of an administrator to register a server.
 *
 * @param url its address as it was written
 * @param kinds the kinds of requests that it shall get; empty if none were named
 * @param key the key that it demands; empty if none was given
 * @param force true if it shall be taken without being asked
 */
public record Registration(
        String url, Set<ServerKind> kinds, Optional<ServerKey> key, boolean force) {
    private static final List<String> MEMBERS = List.of("url", "kind", "api_key", "force");
    private static final int LONGEST_URL = 2000;

    /** Copies the set. */
    public Registration {
        kinds = Set.copyOf(kinds);
    }

    /**
     * Reads the body of a request.
     *
     * @throws FailureException with {@code Invalid} if it is none; no message shows the key
     */
    public static Registration of(Json.Obj body) {
        for (String name : body.members().keySet()) {
            if (!MEMBERS.contains(name)) {
                // The log has the field of a failure, so a client's own words are no field.
                throw new FailureException(
                        new Failure.Invalid(
                                Optional.empty(),
                                Quoting.shorten(name)
                                        + ": unknown (expected: one of "
                                        + String.join(", ", MEMBERS)
                                        + ")"));
            }
        }
        return new Registration(
                text(body, "url")
                        .filter(url -> url.length() <= LONGEST_URL)
                        .orElseThrow(
                                () ->
                                        invalid(
                                                "url",
                                                "missing or too long (expected: an address such as"
                                                        + " http://10.0.0.5:8080)")),
                text(body, "kind").map(Registration::kinds).orElse(Set.of()),
                text(body, "api_key").map(Registration::key),
                flag(body.get("force").orElse(Json.of(false))));
    }

    private static Optional<String> text(Json.Obj body, String member) {
        return switch (body.get(member).orElse(Json.Null.NULL)) {
            case Json.Null _ -> Optional.empty();
            case Json.Str(String text) -> Optional.of(text.strip()).filter(one -> !one.isEmpty());
            default -> throw invalid(member, "no text (expected: a text)");
        };
    }

    private static Set<ServerKind> kinds(String list) {
        Set<ServerKind> kinds = EnumSet.noneOf(ServerKind.class);
        for (String word : list.split(",", -1)) {
            kinds.add(
                    ServerKind.of(word.strip())
                            .orElseThrow(
                                    () ->
                                            invalid(
                                                    "kind",
                                                    "'%s' (expected: one or several of %s)"
                                                            .formatted(
                                                                    Quoting.shorten(word.strip()),
                                                                    ServerKind.WORDS))));
        }
        return kinds;
    }

    private static ServerKey key(String secret) {
        try {
            return new ServerKey(secret);
        } catch (IllegalArgumentException e) {
            throw invalid("api_key", String.valueOf(e.getMessage()));
        }
    }

    private static boolean flag(Json value) {
        if (value instanceof Json.Bool(boolean flag)) {
            return flag;
        }
        throw invalid("force", "no flag (expected: true or false)");
    }

    private static FailureException invalid(String member, String what) {
        return new FailureException(new Failure.Invalid(member, member + ": " + what));
    }
}
