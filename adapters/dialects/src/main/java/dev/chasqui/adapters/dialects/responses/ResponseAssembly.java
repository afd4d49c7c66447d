package dev.chasqui.adapters.dialects.responses;

import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.SideChannels;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Citation;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events of a reply joined into the output of a response.
 *
 * <p>The items follow one another strictly, as the API wants it: an item opens when the one before
 * it is done. Text and reasoning are done when something else begins. A call is done when its
 * arguments are a whole object; until then whatever comes besides waits. Used by one thread.
 */
final class ResponseAssembly {
    /** The most characters of a response, which stays in memory until its end. */
    private static final int MOST = 32 << 20;

    /** The length that each item counts for, since an empty one takes memory, too. */
    private static final int ITEM = 1_000;

    private static final String COMPLETED = "completed";
    private static final String INCOMPLETE = "incomplete";
    private static final String STATUS = "status";

    private final ResponsesSource source;
    private final ReplyHead head;
    private final ResponseSink sink;
    private final Json.Obj begun;
    private final List<OutputItem> items = new ArrayList<>();
    private final Map<Integer, CallItem> calls = new HashMap<>();
    private final List<Citation> uncited = new ArrayList<>();
    private SideChannels sideChannels = SideChannels.NONE;
    private Optional<Usage> usage = Optional.empty();
    private FinishReason reason = FinishReason.STOP;

    /** The number of items that are done. */
    private int done;

    private int length;

    /**
     * @param begun the object of the response without output
     * @param sink the receiver of each step
     */
    ResponseAssembly(ResponsesSource source, ReplyHead head, Json.Obj begun, ResponseSink sink) {
        this.source = source;
        this.head = head;
        this.begun = begun;
        this.sink = sink;
    }

    /** Returns the response without output. */
    Json.Obj begun() {
        return begun;
    }

    /**
     * Adds the next event of the reply.
     *
     * @throws FailureException with {@code BackendBroke} if the items cannot follow one another, or
     *     are too long
     */
    void add(ReplyEvent event) {
        switch (event) {
            case ReplyEvent.Text more -> addText(more);
            case ReplyEvent.Reasoning more -> addReasoning(more);
            case ReplyEvent.ToolCallDelta more -> addCall(more);
            case ReplyEvent.Finish end -> reason = end.reason();
            case ReplyEvent.UsageReport report -> usage = Optional.of(report.usage());
            case ReplyEvent.Cited cited -> {
                uncited.addAll(cited.citations());
                sideChannels = sideChannels.with(cited);
            }
            case ReplyEvent.Note note -> sideChannels = sideChannels.with(note);
            case ReplyEvent.Opened _, ReplyEvent.Progress _, ReplyEvent.Raw _ -> {}
        }
        advance();
    }

    private void addText(ReplyEvent.Text more) {
        if (more.text().isEmpty() && more.logprobs().isEmpty()) {
            return;
        }
        count(more.text().length());
        if (items.isEmpty() || !(items.getLast() instanceof MessageItem)) {
            begin(new MessageItem());
        }
        ((MessageItem) items.getLast())
                .add(more.text(), source.logprobs() ? more.logprobs() : List.of());
    }

    private void addReasoning(ReplyEvent.Reasoning more) {
        if (more.text().isEmpty() && more.signature().isEmpty()) {
            return;
        }
        count(more.text().length());
        boolean goesOn =
                !items.isEmpty()
                        && items.getLast() instanceof ReasoningItem last
                        && !last.isSigned();
        if (!goesOn) {
            begin(new ReasoningItem(source.summarised(), source.sealed()));
        }
        ReasoningItem item = (ReasoningItem) items.getLast();
        item.add(more.text());
        if (!more.signature().isEmpty()) {
            item.sign(more.signature());
        }
    }

    private void addCall(ReplyEvent.ToolCallDelta more) {
        count(more.arguments().length());
        CallItem call = calls.get(more.index());
        if (call == null) {
            call = new CallItem(source.tools().of(more.name()), more.id());
            calls.put(more.index(), call);
            begin(call);
        } else if (call.isClosed()) {
            if (!more.arguments().isBlank()) {
                throw broken("it continued a tool call after the call's end");
            }
            return;
        }
        call.addArguments(more.arguments());
    }

    private void begin(OutputItem item) {
        count(ITEM);
        items.add(item);
    }

    private void count(int more) {
        length += more;
        if (length > MOST) {
            throw broken("its reply is longer than " + MOST + " characters");
        }
    }

    private FailureException broken(String why) {
        return new FailureException(
                new Failure.BackendBroke(head.backend().get().orElse("-"), why));
    }

    /** Opens and closes the items as far as they may. */
    private void advance() {
        while (done < items.size()) {
            OutputItem item = items.get(done);
            if (!item.isOpen()) {
                item.open(sink, done);
            }
            if (done == items.size() - 1 || !item.mayClose()) {
                return;
            }
            close(item, COMPLETED, false);
        }
    }

    private void close(OutputItem item, String status, boolean last) {
        if (item instanceof MessageItem message) {
            message.cite(uncited, last);
        }
        item.close(status);
        done++;
    }

    /** Ends the reply: closes all items, and returns the whole response. */
    Json.Obj finished(Instant now) {
        boolean cut =
                reason.equals(FinishReason.LENGTH) || reason.equals(FinishReason.CONTENT_FILTER);
        if (items.isEmpty()) {
            // Some clients take a response without a message for one that is to be continued.
            items.add(new MessageItem());
        }
        while (done < items.size()) {
            OutputItem item = items.get(done);
            if (!item.isOpen()) {
                item.open(sink, done);
            }
            boolean last = done == items.size() - 1;
            close(item, cut && last ? INCOMPLETE : COMPLETED, last);
        }
        Json.Obj response = with(cut ? INCOMPLETE : COMPLETED);
        if (!cut) {
            return response.with("completed_at", Json.of(now.getEpochSecond()));
        }
        String why = reason.equals(FinishReason.LENGTH) ? "max_output_tokens" : "content_filter";
        return response.with("incomplete_details", Json.Obj.EMPTY.with("reason", Json.of(why)));
    }

    /** Returns the response with what has come so far, as one that failed. */
    Json.Obj failed(Failure failure) {
        return with("failed").with("error", ResponseErrors.of(failure));
    }

    /** Returns the response with what has come so far, as one that was cancelled. */
    Json.Obj cancelled() {
        return with("cancelled");
    }

    /** Returns the response with the items of which the client knows. */
    private Json.Obj with(String status) {
        List<Json> output = new ArrayList<>();
        items.stream().filter(OutputItem::isOpen).forEach(item -> output.add(item.item()));
        Json.Obj response =
                begun.with(STATUS, Json.of(status))
                        .with("output", new Json.Arr(output))
                        .with("usage", ResponseObject.usage(usage));
        Json.Obj told =
                usage.filter(Usage::estimated).isPresent()
                        ? SideChannels.add(
                                response, Json.Obj.EMPTY.with("usage_estimated", Json.of(true)))
                        : response;
        return sideChannels.addTo(told);
    }
}
