package dev.chasqui.plugins.cache;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.DerivedReply;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A reply that is recorded while it passes. Its record is kept if it came to its own end: it has
 * content, and the model finished it or asked for tools. A reply that was cut by a limit, that
 * failed, or that its client did not read to the end is not kept, nor one that is too large, nor
 * one of which a part failed or broke off. Used by one thread.
 */
final class RecordedReply extends DerivedReply {
    /** The name of the note that the server puts where another backend continues the reply. */
    private static final String RESUMED = "resumed";

    private final BiConsumer<List<ReplyEvent>, Long> keep;
    private final long mostBytes;
    private final List<ReplyEvent> record = new ArrayList<>();
    private @Nullable FinishReason finish;
    private boolean hasContent;
    private boolean failedInPart;
    private long bytes;

    /**
     * @param mostBytes the most bytes of a record
     * @param keep takes the events of the record, and its bytes
     */
    RecordedReply(ChatReply inner, long mostBytes, BiConsumer<List<ReplyEvent>, Long> keep) {
        super(inner);
        this.mostBytes = mostBytes;
        this.keep = keep;
        give(KeptReply.note("miss"));
    }

    @Override
    protected void take(ReplyEvent event) {
        record(event);
        pass(event);
    }

    private void record(ReplyEvent event) {
        hasContent |= event.isContent();
        if (event instanceof ReplyEvent.Finish ending) {
            finish = ending.reason();
        }
        if (event instanceof ReplyEvent.Note note) {
            failedInPart |= note.name().equals(RESUMED) || tellsFailure(note.value());
        }
        ReplyEvent kept = bytes > mostBytes ? null : KeptReply.kept(event);
        if (kept != null) {
            record.add(kept);
            bytes += KeptReply.bytesOf(kept);
            if (bytes > mostBytes) {
                record.clear();
            }
        }
    }

    /** Returns true for the note of an agent that says that it, or one of its branches, failed. */
    private static boolean tellsFailure(Json note) {
        return switch (note) {
            case Json.Obj object -> object.text("state").equals(Optional.of("failed"));
            case Json.Arr(List<Json> items) -> items.stream().anyMatch(RecordedReply::tellsFailure);
            case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> false;
        };
    }

    @Override
    protected void end() {
        boolean whole = FinishReason.STOP.equals(finish) || FinishReason.TOOL_CALLS.equals(finish);
        if (whole && hasContent && !failedInPart && bytes <= mostBytes) {
            keep.accept(record, bytes);
        }
    }
}
