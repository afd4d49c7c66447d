package dev.chasqui.application.registry;

import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.application.port.registry.ServerKind;
import dev.chasqui.domain.binding.Quoting;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.Zone;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The wish of an administrator to register a server.
 *
 * @param url its address as it was written
 * @param kinds the kinds of requests that it shall get; empty if none were named
 * @param key the key that it demands
 * @param zone the zone of its data; empty if none was named
 * @param force true if it shall be taken without being asked
 */
public record Registration(
        String url, Set<ServerKind> kinds, KeyWish key, Optional<Zone> zone, boolean force) {
    private static final String KEY = "api_key";
    private static final String ZONE = "zone";
    private static final List<String> MEMBERS = List.of("url", "kind", KEY, ZONE, "force");
    private static final int LONGEST_URL = 2000;
    private static final int LONGEST_KEY = 4096;

    /** The wish for the key of a server. */
    sealed interface KeyWish {
        /** The present key stays, if there is one. */
        record Keep() implements KeyWish {}

        /** The server gets no key any more. */
        record Remove() implements KeyWish {}

        /** The server gets this key. */
        record Replace(ServerKey key) implements KeyWish {}

        /** Returns the key that follows the present one. */
        default Optional<ServerKey> after(Optional<ServerKey> present) {
            return switch (this) {
                case Keep _ -> present;
                case Remove _ -> Optional.empty();
                case Replace(ServerKey next) -> Optional.of(next);
            };
        }
    }

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
                key(body),
                text(body, ZONE).map(Registration::zone),
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

    private static KeyWish key(Json.Obj body) {
        if (body.get(KEY).isEmpty()) {
            return new KeyWish.Keep();
        }
        return text(body, KEY)
                .<KeyWish>map(secret -> new KeyWish.Replace(key(secret)))
                .orElseGet(KeyWish.Remove::new);
    }

    private static ServerKey key(String secret) {
        if (secret.length() > LONGEST_KEY) {
            throw invalid(KEY, "it is too long (expected: at most " + LONGEST_KEY + " characters)");
        }
        try {
            return new ServerKey(secret);
        } catch (IllegalArgumentException e) {
            throw invalid(KEY, String.valueOf(e.getMessage()));
        }
    }

    private static Zone zone(String word) {
        return Zone.of(word)
                .orElseThrow(
                        () ->
                                invalid(
                                        ZONE,
                                        "'%s' (expected: restricted or open)"
                                                .formatted(Quoting.shorten(word))));
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
