package dev.chasqui.plugins.rag.openai;

import dev.chasqui.domain.json.Json;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A condition on the attributes of a file: a comparison of one of them, or several conditions. A
 * file without the attribute fulfils only {@code ne} and {@code nin}.
 */
sealed interface AttributeFilter {
    /** The deepest nesting, and the most conditions of one filter. */
    int DEEPEST = 8;

    int MOST = 64;

    Set<String> ORDERS = Set.of("gt", "gte", "lt", "lte");

    /** Returns true if a file with these attributes fulfils the condition. */
    boolean test(Json.Obj attributes);

    /**
     * The comparison of an attribute.
     *
     * @param key the attribute's name
     * @param type the operator
     * @param value the value, an array for {@code in} and {@code nin}
     */
    record Comparison(String key, String type, Json value) implements AttributeFilter {
        @Override
        public boolean test(Json.Obj attributes) {
            Optional<Json> given = attributes.get(key);
            return switch (type) {
                case "eq" -> given.filter(some -> isEqual(some, value)).isPresent();
                case "ne" -> given.filter(some -> isEqual(some, value)).isEmpty();
                case "in" -> given.filter(this::isListed).isPresent();
                case "nin" -> given.filter(this::isListed).isEmpty();
                default ->
                        given.map(some -> compare(some, value)).orElse(OptionalInt.empty()).stream()
                                .anyMatch(this::isOrdered);
            };
        }

        private boolean isListed(Json given) {
            return value instanceof Json.Arr(List<Json> items)
                    && items.stream().anyMatch(item -> isEqual(given, item));
        }

        private boolean isOrdered(int order) {
            return switch (type) {
                case "gt" -> order > 0;
                case "gte" -> order >= 0;
                case "lt" -> order < 0;
                default -> order <= 0;
            };
        }
    }

    /**
     * Several conditions.
     *
     * @param isAll true if all must be fulfilled, false if one must
     */
    record Compound(boolean isAll, List<AttributeFilter> filters) implements AttributeFilter {
        public Compound {
            filters = List.copyOf(filters);
        }

        @Override
        public boolean test(Json.Obj attributes) {
            return isAll
                    ? filters.stream().allMatch(filter -> filter.test(attributes))
                    : filters.stream().anyMatch(filter -> filter.test(attributes));
        }
    }

    /**
     * Reads a filter.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is malformed,
     *     or nested too deep
     */
    static AttributeFilter of(Json json) {
        return of(json, DEEPEST);
    }

    private static AttributeFilter of(Json json, int depth) {
        if (!(json instanceof Json.Obj filter)) {
            throw Members.invalid("filters", "expected: an object");
        }
        String type = Members.required(filter, "type");
        if (type.equals("and") || type.equals("or")) {
            List<Json> items = Members.items(filter, "filters");
            if (depth == 0 || items.size() > MOST) {
                throw Members.invalid(
                        "filters",
                        "expected: at most "
                                + DEEPEST
                                + " levels of at most "
                                + MOST
                                + " conditions each");
            }
            return new Compound(
                    type.equals("and"), items.stream().map(item -> of(item, depth - 1)).toList());
        }
        boolean listed = type.equals("in") || type.equals("nin");
        if (!listed && !type.equals("eq") && !type.equals("ne") && !ORDERS.contains(type)) {
            throw Members.invalid(
                    "filters.type",
                    "'" + type + "' (expected: eq, ne, gt, gte, lt, lte, in, nin, and, or)");
        }
        Json value =
                Members.member(filter, "value")
                        .orElseThrow(() -> Members.invalid("filters.value", "is missing"));
        if (listed != value instanceof Json.Arr || value instanceof Json.Obj) {
            throw Members.invalid(
                    "filters.value",
                    listed
                            ? "expected: an array"
                            : "expected: a string, a number, or true or false");
        }
        return new Comparison(Members.required(filter, "key"), type, value);
    }

    private static boolean isEqual(Json one, Json other) {
        OptionalInt order = compare(one, other);
        return order.isPresent() ? order.getAsInt() == 0 : one.equals(other);
    }

    /** Compares two numbers, or two texts; empty for other values. */
    private static OptionalInt compare(Json one, Json other) {
        if (one instanceof Json.Num left && other instanceof Json.Num right) {
            return OptionalInt.of(Double.compare(left.doubleValue(), right.doubleValue()));
        }
        if (one instanceof Json.Str(String left) && other instanceof Json.Str(String right)) {
            return OptionalInt.of(left.compareTo(right));
        }
        return OptionalInt.empty();
    }
}
