package dev.chasqui.plugins.rag.openai;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The members of requests, read with their rules. A member that is null is as one left out. */
final class Members {
    private static final int MOST_PAIRS = 16;
    private static final int LONGEST_KEY = 64;
    private static final int LONGEST_VALUE = 512;
    private static final int LONGEST_NAME = 256;
    private static final long MOST_DAYS = 365;

    private Members() {}

    /** Returns a member; empty if it is missing or null. */
    static Optional<Json> member(Json.Obj body, String name) {
        return body.get(name).filter(value -> !(value instanceof Json.Null));
    }

    /**
     * Returns a text; empty if it is missing.
     *
     * @throws FailureException with {@code Invalid} if it is something else
     */
    static Optional<String> text(Json.Obj body, String name) {
        return member(body, name).map(value -> text(value, name));
    }

    /** Returns the text of a value. */
    static String text(Json value, String name) {
        if (value instanceof Json.Str(String text)) {
            return text;
        }
        throw invalid(name, "expected: a string");
    }

    /** Returns the name of a vector store. */
    static Optional<String> storeName(Json.Obj body) {
        Optional<String> name = text(body, "name").filter(text -> !text.isBlank());
        if (name.filter(text -> text.length() > LONGEST_NAME).isPresent()) {
            throw invalid("name", "expected: at most " + LONGEST_NAME + " characters");
        }
        return name;
    }

    /** Returns a text that must be there. */
    static String required(Json.Obj body, String name) {
        return text(body, name).orElseThrow(() -> invalid(name, "is missing"));
    }

    /** Returns a list of texts; empty if it is missing. */
    static List<String> texts(Json.Obj body, String name) {
        return items(body, name).stream().map(item -> text(item, name)).toList();
    }

    /** Returns the items of a list; none if it is missing. */
    static List<Json> items(Json.Obj body, String name) {
        Json list = member(body, name).orElse(Json.Arr.EMPTY);
        if (list instanceof Json.Arr(List<Json> items)) {
            return items;
        }
        throw invalid(name, "expected: an array");
    }

    /** Returns the client's metadata, texts by name; an empty object if it is missing. */
    static Json.Obj metadata(Json.Obj body) {
        Json.Obj pairs = pairs(body, "metadata");
        pairs.members()
                .forEach(
                        (key, value) -> {
                            if (!(value instanceof Json.Str)) {
                                throw invalid("metadata." + key, "expected: a string");
                            }
                        });
        return pairs;
    }

    /** Returns attributes: texts, numbers and truth values by name. */
    static Json.Obj attributes(Json.Obj body) {
        return pairs(body, "attributes");
    }

    private static Json.Obj pairs(Json.Obj body, String name) {
        Json value = member(body, name).orElse(Json.Obj.EMPTY);
        if (!(value instanceof Json.Obj pairs)) {
            throw invalid(name, "expected: an object");
        }
        if (pairs.members().size() > MOST_PAIRS) {
            throw invalid(name, "expected: at most " + MOST_PAIRS + " members");
        }
        pairs.members().forEach((key, member) -> requirePair(name, key, member));
        return pairs;
    }

    private static void requirePair(String name, String key, Json value) {
        if (key.length() > LONGEST_KEY) {
            throw invalid(name, "expected: names of at most " + LONGEST_KEY + " characters");
        }
        boolean fits =
                switch (value) {
                    case Json.Str(String text) -> text.length() <= LONGEST_VALUE;
                    case Json.Num _, Json.Bool _ -> true;
                    default -> false;
                };
        if (!fits) {
            throw invalid(
                    name + "." + key,
                    "expected: a string of at most "
                            + LONGEST_VALUE
                            + " characters, a number, or true or false");
        }
    }

    /** Returns the time without use after which a vector store expires. */
    static Optional<Duration> expiry(Json.Obj body) {
        Optional<Json> given = member(body, "expires_after");
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (!(given.get() instanceof Json.Obj expiry)
                || !expiry.text("anchor").equals(Optional.of("last_active_at"))) {
            throw invalid(
                    "expires_after", "expected: {\"anchor\":\"last_active_at\",\"days\":...}");
        }
        long days = whole(expiry.get("days"), "expires_after.days", 1, MOST_DAYS).orElse(0L);
        if (days == 0) {
            throw invalid("expires_after.days", "is missing");
        }
        return Optional.of(Duration.ofDays(days));
    }

    /** Returns a whole number in a range; empty if it is missing. */
    static Optional<Long> whole(Optional<Json> value, String name, long least, long most) {
        Optional<Json> given = value.filter(some -> !(some instanceof Json.Null));
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (given.get() instanceof Json.Num number) {
            double exact = number.doubleValue();
            if (exact >= least && exact <= most && exact == Math.rint(exact)) {
                return Optional.of(number.longValue());
            }
        }
        throw invalid(name, "expected: a whole number from " + least + " to " + most);
    }

    /** Refuses a way of cutting passages that is not offered. */
    static void requireAutoChunking(Json.Obj body) {
        Json.Obj strategy = body.object("chunking_strategy");
        Optional<String> type = strategy.text("type");
        if (type.isPresent() && !type.get().equals("auto") && !type.get().equals("static")) {
            throw invalid("chunking_strategy.type", "expected: auto or static");
        }
    }

    static FailureException invalid(String name, String why) {
        return new FailureException(new Failure.Invalid(name, name + ": " + why));
    }
}
