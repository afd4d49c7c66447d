package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.ClientCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.RequestHeaders;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.adapters.dialects.reply.WholeReply;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.List;
import java.util.Optional;

/** The operation {@code POST /v1/messages}. Stateless. */
public final class AnthropicMessages implements ClientCodec {

    @Override
    public Incoming.Chat decode(byte[] body) {
        return decode(body, _ -> Optional.empty());
    }

    @Override
    public Incoming.Chat decode(byte[] body, RequestHeaders headers) {
        BodyScan scan = BodyScan.of(body);
        AnthropicFields.check(scan);
        ChatRequest request =
                ChatRequest.decoded(
                        scan.text("model").orElseThrow(),
                        ChatRequest.Form.CHAT,
                        scan.flag("stream").orElse(false),
                        scan.slashed(),
                        () -> AnthropicRequestReader.conversation(scan),
                        AnthropicSource.of(scan, headers));
        return new Incoming.Chat(request, agents(scan));
    }

    private static List<String> agents(BodyScan scan) {
        return scan.value(AnthropicFields.AGENTS)
                .map(given -> Json.Obj.EMPTY.with(AnthropicFields.AGENTS, given))
                .map(body -> new Members("", body).texts(AnthropicFields.AGENTS))
                .orElse(List.of());
    }

    @Override
    public StreamEncoder streamEncoder(Incoming.Chat incoming, ReplyHead head) {
        return new AnthropicStreamEncoder(incoming.request().model(), head);
    }

    @Override
    public byte[] whole(Incoming.Chat incoming, ReplyHead head, List<ReplyEvent> events) {
        List<ReplyEvent> reply =
                events.stream().filter(event -> !(event instanceof ReplyEvent.Progress)).toList();
        Optional<Frame> whole = WholeReply.frame(reply, Dialect.ANTHROPIC);
        if (whole.isEmpty()) {
            return AnthropicReplyWriter.built(incoming.request().model(), head, reply);
        }
        Frame frame = whole.get();
        boolean unedited =
                reply.size() == frame.events()
                        && reply.stream().allMatch(event -> event.frame() == frame);
        return unedited ? frame.bytes() : AnthropicReplyWriter.edited(frame.bytes(), head, reply);
    }
}
