package dev.chasqui.domain.response;

import dev.chasqui.domain.json.Json;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The items that stand before the input of a request, the oldest first.
 *
 * @param items the items that were read
 * @param rest the reason why older ones were not
 */
public record EarlierItems(List<Json.Obj> items, Rest rest) {
    /** No items. */
    public static final EarlierItems NONE = new EarlierItems(List.of(), Rest.NONE);

    /** The older items that were not read. */
    public enum Rest {
        /** There are none, or a compaction stands for them. */
        NONE,
        /** They are more than was asked for. */
        TOO_LONG,
        /** A response in the chain is not kept any more. */
        GONE
    }

    public EarlierItems {
        items = List.copyOf(items);
    }

    /**
     * Returns the items of which a model can make sense without older ones: results of calls that
     * are not there are left out. If a compaction is among them, they begin with the last one.
     */
    public EarlierItems understandable() {
        int begin = 0;
        for (int i = 0; i < items.size(); i++) {
            if (isCompaction(items.get(i))) {
                begin = i;
            }
        }
        Set<String> calls = new HashSet<>();
        List<Json.Obj> kept =
                items.subList(begin, items.size()).stream()
                        .filter(item -> !isResult(item) || calls.contains(callOf(item)))
                        .peek(item -> calls.add(callOf(item)))
                        .toList();
        Rest left = begin > 0 || beginsWithCompaction() ? Rest.NONE : rest;
        return new EarlierItems(kept, left);
    }

    private boolean beginsWithCompaction() {
        return !items.isEmpty() && isCompaction(items.getFirst());
    }

    /** Returns true for an item that stands for all before it. */
    public static boolean isCompaction(Json.Obj item) {
        return item.text("type").orElse("").equals("compaction");
    }

    private static boolean isResult(Json.Obj item) {
        return item.text("type").orElse("").endsWith("_call_output");
    }

    private static String callOf(Json.Obj item) {
        return item.text("call_id").orElse("");
    }
}
