package dev.chasqui.application.callers;

import dev.chasqui.domain.account.Budget;
import dev.chasqui.domain.account.Grants;
import dev.chasqui.domain.account.Limit;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.account.RateText;
import dev.chasqui.domain.binding.Durations;
import dev.chasqui.domain.binding.Quoting;
import dev.chasqui.domain.command.CommandRight;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.text.NamePattern;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The JSON of rights, limits and budgets, for clients, the config and the store alike. What is
 * written is read back as it was. Every mistake is a {@link FailureException} with {@code Invalid},
 * which names the member, its value and what is expected.
 */
public final class AccountJson {
    /** The members of rights, in the order in which they are written. */
    public static final List<String> GRANTS =
            List.of("models", "kinds", "agents", "collections", "zones", "priority");

    /** The most requests at a time: each one is remembered. */
    private static final long MOST_AT_ONCE = 1_000_000;

    private static final double MOST_MONEY = 1e9;
    private static final double LEAST_MONEY = 1e-9;
    private static final int LONGEST_NUMBER = 40;
    private static final int MOST_LIMITS = 32;
    private static final int MOST_ENTRIES = 256;
    private static final int LONGEST_ENTRY = 1_000;
    private static final int MOST_PRIORITY = Grants.MOST_PRIORITY;

    private AccountJson() {}

    /** Returns the rights as an object of those members that bound something. */
    public static Json.Obj json(Grants grants) {
        Map<String, Json> members = new LinkedHashMap<>();
        grants.models().ifPresent(list -> members.put("models", texts(list, NamePattern::text)));
        grants.kinds().ifPresent(kinds -> members.put("kinds", words(kinds)));
        grants.agents().ifPresent(list -> members.put("agents", texts(list, right -> right)));
        grants.collections()
                .ifPresent(list -> members.put("collections", texts(list, NamePattern::text)));
        grants.zones().ifPresent(zones -> members.put("zones", words(zones)));
        grants.priority().ifPresent(value -> members.put("priority", Json.of(value)));
        return new Json.Obj(members);
    }

    /**
     * Reads the members {@link #GRANTS} of an object and leaves others alone. A member that is
     * missing or {@code null} bounds nothing; an empty list allows nothing.
     */
    public static Grants grants(Json.Obj object) {
        return new Grants(
                patterns(object, "models"),
                list(object, "kinds").map(words -> constants("kinds", words, ModelKind.class)),
                list(object, "agents").map(AccountJson::rights),
                patterns(object, "collections"),
                list(object, "zones").map(words -> constants("zones", words, Zone.class)),
                priority(object));
    }

    private static Optional<List<NamePattern>> patterns(Json.Obj object, String member) {
        return list(object, member).map(list -> list.stream().map(NamePattern::new).toList());
    }

    private static List<String> rights(List<String> rights) {
        for (String right : rights) {
            try {
                CommandRight.parse(right);
            } catch (IllegalArgumentException e) {
                throw invalid(
                        "agents",
                        Json.of(right),
                        "\"*\", a command, or one with bounds such as \"rag(k<=10)\"; "
                                + e.getMessage());
            }
        }
        return rights;
    }

    private static OptionalInt priority(Json.Obj object) {
        Optional<Json> value = member(object, "priority");
        return value.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(
                        (int) whole("priority", value.get(), -MOST_PRIORITY, MOST_PRIORITY));
    }

    private static Optional<List<String>> list(Json.Obj object, String member) {
        return member(object, member).map(value -> texts(member, value));
    }

    /**
     * Reads a list of texts.
     *
     * @param member the member that holds it, for the message of a mistake
     */
    static List<String> texts(String member, Json value) {
        if (!(value instanceof Json.Arr(List<Json> items)) || items.size() > MOST_ENTRIES) {
            throw invalid(member, value, "a list of at most " + MOST_ENTRIES + " strings");
        }
        List<String> texts = new ArrayList<>();
        for (Json item : items) {
            if (!(item instanceof Json.Str(String text))
                    || text.isEmpty()
                    || text.length() > LONGEST_ENTRY) {
                throw invalid(
                        member + "[" + texts.size() + "]",
                        item,
                        "a string of 1 to " + LONGEST_ENTRY + " characters");
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    /**
     * Returns limits in the form in which clients write them: an object, or a list of several if
     * there are two limits of a kind.
     */
    public static Json json(List<Limit> limits) {
        List<Map<String, Json>> objects = new ArrayList<>();
        for (Limit limit : limits) {
            String member = member(limit);
            // The order of the limits stays.
            if (objects.isEmpty() || objects.getLast().containsKey(member)) {
                objects.add(new LinkedHashMap<>());
            }
            objects.getLast().put(member, value(limit));
        }
        return objects.size() == 1
                ? new Json.Obj(objects.getFirst())
                : new Json.Arr(objects.stream().<Json>map(Json.Obj::new).toList());
    }

    private static String member(Limit limit) {
        return switch (limit) {
            case Limit.Requests _ -> "requests";
            case Limit.Tokens _ -> "tokens";
            case Limit.Concurrency _ -> "concurrency";
        };
    }

    private static Json value(Limit limit) {
        return switch (limit) {
            case Limit.Requests(long most, Duration window) -> Json.of(rate(most, window));
            case Limit.Tokens(long most, Duration window) -> Json.of(rate(most, window));
            case Limit.Concurrency(long most) -> Json.of(most);
        };
    }

    private static String rate(long most, Duration window) {
        long days = window.toDays();
        boolean whole = days > 0 && window.equals(Duration.ofDays(days));
        return most + "/" + (whole ? days + "d" : Durations.text(window));
    }

    /**
     * Reads limits: an object, a list of several, or {@code null} for none. Mistakes name the
     * member {@code limits}.
     */
    public static List<Limit> limits(Json json) {
        List<Limit> limits = new ArrayList<>();
        switch (json) {
            case Json.Null _ -> {}
            case Json.Obj object -> addLimits("limits", object, limits);
            case Json.Arr(List<Json> items) when items.size() <= MOST_LIMITS -> {
                for (int i = 0; i < items.size(); i++) {
                    if (!(items.get(i) instanceof Json.Obj object)) {
                        throw invalid("limits[" + i + "]", items.get(i), "an object");
                    }
                    addLimits("limits[" + i + "]", object, limits);
                }
            }
            default ->
                    throw invalid("limits", json, "an object, or a list of at most " + MOST_LIMITS);
        }
        return List.copyOf(limits);
    }

    private static void addLimits(String path, Json.Obj object, List<Limit> limits) {
        object.members()
                .forEach(
                        (name, value) -> {
                            String member = path + "." + name;
                            switch (name) {
                                case "requests" ->
                                        limits.addAll(
                                                rates(
                                                        member,
                                                        value,
                                                        RateText::requests,
                                                        RateText.REQUESTS_EXPECTED));
                                case "tokens" ->
                                        limits.addAll(
                                                rates(
                                                        member,
                                                        value,
                                                        RateText::tokens,
                                                        RateText.TOKENS_EXPECTED));
                                case "concurrency" ->
                                        limits.add(
                                                new Limit.Concurrency(
                                                        whole(member, value, 1, MOST_AT_ONCE)));
                                default ->
                                        throw unknown(
                                                path,
                                                name,
                                                List.of("requests", "tokens", "concurrency"));
                            }
                        });
    }

    private static List<Limit> rates(
            String member,
            Json value,
            Function<String, Optional<List<Limit>>> read,
            String expected) {
        return Optional.of(value)
                .filter(Json.Str.class::isInstance)
                .flatMap(text -> read.apply(((Json.Str) text).value()))
                .orElseThrow(() -> invalid(member, value, expected));
    }

    /** Returns a budget as an object. */
    public static Json.Obj json(Budget budget) {
        return Json.Obj.EMPTY
                .with("amount", new Json.Num(budget.amount().toString()))
                .with("per", Json.of(word(budget.per())))
                .with("soft", new Json.Num(BigDecimal.valueOf(budget.soft()).toPlainString()))
                .with("hard", Json.of(word(budget.hard())));
    }

    /**
     * Reads a budget. Its period is a month, its soft part {@link Budget#USUAL_SOFT} and its hard
     * answer {@code block_all} unless it says another. Mistakes name the member {@code budget}.
     */
    public static Budget budget(Json.Obj object) {
        onlyKnown("budget", object, List.of("amount", "per", "soft", "hard"));
        return new Budget(
                amount(object),
                member(object, "per")
                        .map(value -> constant("budget.per", value, Budget.Period.class))
                        .orElse(Budget.Period.MONTH),
                member(object, "soft").map(AccountJson::soft).orElse(Budget.USUAL_SOFT),
                member(object, "hard")
                        .map(value -> constant("budget.hard", value, Budget.Hard.class))
                        .orElse(Budget.Hard.BLOCK_ALL));
    }

    private static Money amount(Json.Obj object) {
        Json value = object.get("amount").orElse(Json.Null.NULL);
        if (value instanceof Json.Num number && number.literal().length() <= LONGEST_NUMBER) {
            double about = number.doubleValue();
            // A BigDecimal with a huge exponent would take all memory.
            if (about >= LEAST_MONEY && about <= MOST_MONEY) {
                return Money.of(new BigDecimal(number.literal()));
            }
        }
        throw invalid("budget.amount", value, "a number more than 0, at most 1000000000");
    }

    private static double soft(Json value) {
        double soft = value instanceof Json.Num number ? number.doubleValue() : -1;
        if (!(soft >= 0 && soft <= 1)) {
            throw invalid("budget.soft", value, "a number from 0 to 1");
        }
        // So that -0 is written as 0.
        return soft + 0.0;
    }

    /** Returns a member of an object; empty if it is missing or {@code null}. */
    static Optional<Json> member(Json.Obj object, String name) {
        return object.get(name).filter(value -> !(value instanceof Json.Null));
    }

    /**
     * Refuses members that have no meaning.
     *
     * @param path the path of the object; empty for the whole
     */
    static void onlyKnown(String path, Json.Obj object, List<String> known) {
        for (String name : object.members().keySet()) {
            if (!known.contains(name)) {
                throw unknown(path, name, known);
            }
        }
    }

    /** Reads a whole number. */
    static long whole(String member, Json value, long least, long most) {
        if (value instanceof Json.Num number && number.literal().matches("-?\\d{1,18}")) {
            long whole = Long.parseLong(number.literal());
            if (whole >= least && whole <= most) {
                return whole;
            }
        }
        throw invalid(member, value, "a whole number from " + least + " to " + most);
    }

    /** Reads the name of a constant in small letters. */
    static <E extends Enum<E>> E constant(String member, Json value, Class<E> type) {
        List<E> all = Arrays.asList(type.getEnumConstants());
        return all.stream()
                .filter(one -> value instanceof Json.Str(String text) && text.equals(word(one)))
                .findFirst()
                .orElseThrow(
                        () ->
                                invalid(
                                        member,
                                        value,
                                        all.stream()
                                                .map(AccountJson::word)
                                                .collect(Collectors.joining(", "))));
    }

    private static <E extends Enum<E>> Set<E> constants(
            String member, List<String> words, Class<E> type) {
        Set<E> constants = new LinkedHashSet<>();
        for (int i = 0; i < words.size(); i++) {
            constants.add(constant(member + "[" + i + "]", Json.of(words.get(i)), type));
        }
        return constants;
    }

    /** Returns the name of a constant as JSON has it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <T> Json texts(List<T> list, Function<T, String> text) {
        return new Json.Arr(list.stream().<Json>map(one -> Json.of(text.apply(one))).toList());
    }

    private static Json words(Set<? extends Enum<?>> constants) {
        return new Json.Arr(
                constants.stream().map(AccountJson::word).sorted().<Json>map(Json::of).toList());
    }

    /** Returns the failure of a member with a wrong value. */
    static FailureException invalid(String member, Json value, String expected) {
        String said = value instanceof Json.Null ? "nothing" : Quoting.shorten(value.toString());
        return new FailureException(
                new Failure.Invalid(
                        member, member + ": " + said + " (expected: " + expected + ")"));
    }

    /** Returns the failure of a member whose name is the client's own, so that no log has it. */
    private static FailureException unknown(String path, String name, List<String> known) {
        String member = Quoting.shorten(path.isEmpty() ? name : path + "." + name);
        return new FailureException(
                new Failure.Invalid(
                        Optional.of(path).filter(there -> !there.isEmpty()),
                        member + ": no such member (expected: " + String.join(", ", known) + ")"));
    }
}
