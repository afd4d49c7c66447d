package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.QueryForm;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.response.ItemPage;
import dev.chasqui.domain.response.ItemQuery;

import java.util.List;
import java.util.Optional;

/** The lists of items: the parameters by which clients ask for a page, and its JSON. */
final class ItemLists {
    private static final int USUAL = 20;
    private static final int MOST = 100;

    private ItemLists() {}

    /**
     * Reads the parameters of a call.
     *
     * @throws FailureException with {@code Invalid} if one is wrong
     */
    static ItemQuery query(Call call) {
        QueryForm form = new QueryForm(call.request().prologue().query().rawValue());
        return new ItemQuery(
                form.only("after").filter(id -> !id.isEmpty()),
                form.only("before").filter(id -> !id.isEmpty()),
                form.only("order").map(ItemLists::isNewestFirst).orElse(true),
                form.only("limit").map(ItemLists::limit).orElse(USUAL));
    }

    private static boolean isNewestFirst(String order) {
        if (order.equals("asc") || order.equals("desc")) {
            return order.equals("desc");
        }
        throw new FailureException(
                new Failure.Invalid("order", "order: " + order + " (expected: asc or desc)"));
    }

    private static int limit(String text) {
        if (text.matches("\\d{1,4}")) {
            int limit = Integer.parseInt(text);
            if (1 <= limit && limit <= MOST) {
                return limit;
            }
        }
        throw new FailureException(
                new Failure.Invalid(
                        "limit",
                        "limit: " + text + " (expected: a number from 1 to " + MOST + ")"));
    }

    /** Returns the JSON of a page. */
    static Json.Obj json(ItemPage page) {
        List<Json.Obj> items = page.items();
        return Json.Obj.EMPTY
                .with("object", Json.of("list"))
                .with("data", new Json.Arr(List.copyOf(items)))
                .with("first_id", id(items.isEmpty() ? Optional.empty() : first(items)))
                .with("last_id", id(items.isEmpty() ? Optional.empty() : first(items.reversed())))
                .with("has_more", Json.of(page.more()));
    }

    private static Optional<Json.Obj> first(List<Json.Obj> items) {
        return Optional.of(items.getFirst());
    }

    private static Json id(Optional<Json.Obj> item) {
        return item.flatMap(there -> there.get("id")).orElse(Json.Null.NULL);
    }
}
