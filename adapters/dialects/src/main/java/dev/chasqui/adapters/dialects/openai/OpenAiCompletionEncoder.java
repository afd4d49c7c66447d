package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.OpenAiErrorStyle;
import dev.chasqui.adapters.dialects.reply.JoinedPieces;
import dev.chasqui.adapters.dialects.reply.SideChannels;
import dev.chasqui.adapters.dialects.reply.Sse;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/**
 * An encoder of a chat's reply as a stream of {@code text_completion} chunks. They have a place for
 * the text alone: reasoning is left out. The finish reason goes out at the end.
 */
final class OpenAiCompletionEncoder implements StreamEncoder {
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    private final Json.Obj head;
    private final boolean usageWanted;
    private SideChannels sideChannels = SideChannels.NONE;
    private FinishReason finish = FinishReason.STOP;
    private @Nullable Usage usage;

    /**
     * @param head the members that each chunk begins with
     * @param usageWanted true if the client asked for the usage
     */
    OpenAiCompletionEncoder(Json.Obj head, boolean usageWanted) {
        this.head = head;
        this.usageWanted = usageWanted;
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public byte[] encode(ReplyEvent event) {
        switch (event) {
            case ReplyEvent.Text more when !more.text().isEmpty() -> {
                return chunk(more.text(), Json.Null.NULL);
            }
            case ReplyEvent.Progress _ -> {
                return keepAlive();
            }
            case ReplyEvent.Cited _, ReplyEvent.Note _ -> sideChannels = sideChannels.with(event);
            case ReplyEvent.Finish end -> finish = end.reason();
            case ReplyEvent.UsageReport report -> usage = report.usage();
            case ReplyEvent.Text _,
                    ReplyEvent.Opened _,
                    ReplyEvent.Reasoning _,
                    ReplyEvent.ToolCallDelta _,
                    ReplyEvent.Raw _ -> {}
        }
        return NOTHING;
    }

    @Override
    public byte[] end() {
        JoinedPieces out = new JoinedPieces();
        Json reason = Json.of(OpenAiReplyWriter.finish(finish, false));
        out.add(event(sideChannels.addTo(chunkOf("", reason))));
        if (usageWanted && usage != null) {
            out.add(event(OpenAiUsage.put(head.with("choices", Json.Arr.EMPTY), usage)));
        }
        out.add(DONE);
        return out.take();
    }

    @Override
    public byte[] failure(Failure failure) {
        return Sse.error(OpenAiErrorStyle.INSTANCE.envelope(failure).toString());
    }

    @Override
    public byte[] keepAlive() {
        return Sse.comment("keep-alive");
    }

    private byte[] chunk(String text, Json reason) {
        return event(chunkOf(text, reason));
    }

    private Json.Obj chunkOf(String text, Json reason) {
        return head.with("choices", OpenAiCompletions.choices(text, reason));
    }

    private static byte[] event(Json.Obj chunk) {
        return Sse.event(chunk.toString());
    }
}
