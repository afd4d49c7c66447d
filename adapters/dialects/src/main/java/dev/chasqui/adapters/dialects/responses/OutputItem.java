package dev.chasqui.adapters.dialects.responses;

import dev.chasqui.domain.json.Json;

import org.jspecify.annotations.Nullable;

/**
 * An item of the output while it grows. Only one item of a response is open at a time; the text of
 * a later one waits until the item is opened. Used by one thread.
 */
abstract sealed class OutputItem permits MessageItem, ReasoningItem, CallItem {
    private static final String ADDED = "response.output_item.added";
    private static final String DONE = "response.output_item.done";

    private final String id;
    private final StringBuilder text = new StringBuilder();
    private int index = -1;

    /** The number of characters that the sink has received. */
    private int sent;

    /** The status with which the report ended; null before. */
    private @Nullable String closed;

    private @Nullable ResponseSink sink;

    OutputItem(String prefix) {
        id = ResponsesIds.next(prefix);
    }

    /** Begins to report the item; what it has so far follows at once. */
    final void open(ResponseSink to, int at) {
        sink = to;
        index = at;
        to.event(ADDED, place().with("item", begun()).without("item_id"));
        begin();
        send();
    }

    final boolean isOpen() {
        return sink != null;
    }

    final boolean isClosed() {
        return closed != null;
    }

    /** Adds more text. */
    final void add(String more) {
        text.append(more);
        if (isOpen()) {
            send();
        }
    }

    /**
     * Ends the report of the item.
     *
     * @param status {@code completed} or {@code incomplete}
     */
    final void close(String status) {
        end(status);
        closed = status;
        event(DONE, Json.Obj.EMPTY.with("output_index", Json.of(index)).with("item", item(status)));
    }

    private void send() {
        if (sent < text.length()) {
            String more = text.substring(sent);
            sent = text.length();
            delta(more);
        }
    }

    final String id() {
        return id;
    }

    final String text() {
        return text.toString();
    }

    final int length() {
        return text.length();
    }

    /** Returns the members by which an event names the item. */
    final Json.Obj place() {
        return Json.Obj.EMPTY.with("item_id", Json.of(id)).with("output_index", Json.of(index));
    }

    final void event(String type, Json.Obj members) {
        if (sink != null) {
            sink.event(type, members);
        }
    }

    /** Returns true if nothing more may come of the item, once another item has begun. */
    abstract boolean mayClose();

    /** Returns the item without content. */
    abstract Json.Obj begun();

    /** Reports what follows the beginning of the item. */
    abstract void begin();

    /** Reports more text. */
    abstract void delta(String more);

    /** Reports what precedes the end of the item. */
    abstract void end(String status);

    /** Returns the item as it was reported last: with the status of its end, or incomplete. */
    final Json.Obj item() {
        return item(closed == null ? "incomplete" : closed);
    }

    /** Returns the whole item. */
    abstract Json.Obj item(String status);
}
