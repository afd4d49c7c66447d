package dev.chasqui.plugins.rag.openai;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.RouteCall;
import dev.chasqui.domain.route.RouteReply;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The pages of a list: sorted by the time of creation, the newest first unless the call says
 * otherwise, and cut by {@code limit}, {@code after} and {@code before}.
 */
final class Page {
    private Page() {}

    /**
     * An entry of a list.
     *
     * @param id its id, by which pages begin and end
     * @param created the time by which it is sorted
     * @param thing the thing itself
     */
    record Entry<T>(String id, Instant created, T thing) {}

    /**
     * Returns the page that a call asks for.
     *
     * @param entries all entries, in no order
     * @param write writes an entry as JSON
     * @param most the largest page
     * @param usual the size of a page if the call names none
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if a parameter is
     *     wrong, or names no entry
     */
    static <T> RouteReply of(
            RouteCall call, List<Entry<T>> entries, Function<T, Json> write, int most, int usual) {
        List<Entry<T>> sorted = sorted(call, entries);
        int limit = limit(call, most, usual);
        Optional<String> after = call.query("after").filter(id -> !id.isEmpty());
        Optional<String> before = call.query("before").filter(id -> !id.isEmpty());
        int from = after.map(id -> position(sorted, id, "after") + 1).orElse(0);
        int to = before.map(id -> position(sorted, id, "before")).orElse(sorted.size());
        boolean backwards = before.isPresent() && after.isEmpty();
        int first = backwards ? Math.max(from, to - limit) : from;
        int end = Math.max(first, Math.min(to, first + limit));
        List<Entry<T>> page = sorted.subList(first, end);
        boolean more = backwards ? first > 0 : end < to;
        return RouteReply.ok(
                Json.Obj.EMPTY
                        .with("object", Json.of("list"))
                        .with(
                                "data",
                                new Json.Arr(
                                        page.stream()
                                                .map(entry -> write.apply(entry.thing()))
                                                .toList()))
                        .with("first_id", id(page, true))
                        .with("last_id", id(page, false))
                        .with("has_more", Json.of(more)));
    }

    private static <T> List<Entry<T>> sorted(RouteCall call, List<Entry<T>> entries) {
        String order = call.query("order").orElse("desc");
        Comparator<Entry<T>> oldestFirst =
                Comparator.comparing((Entry<T> entry) -> entry.created()).thenComparing(Entry::id);
        return switch (order) {
            case "asc" -> entries.stream().sorted(oldestFirst).toList();
            case "desc" -> entries.stream().sorted(oldestFirst.reversed()).toList();
            default -> throw Members.invalid("order", "'" + order + "' (expected: asc or desc)");
        };
    }

    private static int limit(RouteCall call, int most, int usual) {
        String limit = call.query("limit").orElse(Integer.toString(usual));
        int number = limit.matches("[0-9]{1,5}") ? Integer.parseInt(limit) : 0;
        if (number < 1 || number > most) {
            throw Members.invalid("limit", "'" + limit + "' (expected: 1 to " + most + ")");
        }
        return number;
    }

    private static <T> int position(List<Entry<T>> sorted, String id, String parameter) {
        for (int i = 0; i < sorted.size(); i++) {
            if (sorted.get(i).id().equals(id)) {
                return i;
            }
        }
        throw Members.invalid(parameter, "'" + id + "' (expected: the id of an entry)");
    }

    private static <T> Json id(List<Entry<T>> page, boolean first) {
        if (page.isEmpty()) {
            // Clients that check the answer refuse a null.
            return Json.of("");
        }
        return Json.of((first ? page.getFirst() : page.getLast()).id());
    }
}
