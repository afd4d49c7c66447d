package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.ClientCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.adapters.dialects.reply.WholeReply;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.BodySource;
import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.Oddity;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Source;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The operation {@code POST /v1/chat/completions}. */
public final class OpenAiChat implements ClientCodec {

    @Override
    public Incoming.Chat decode(byte[] body) {
        BodyScan scan = BodyScan.of(body);
        OpenAiFields.check(scan);
        String model = scan.text("model").orElse("");
        if (model.isBlank()) {
            throw scan.wrong("model", "the name of a model");
        }
        List<String> agents = agents(scan);
        if (scan.hasAny(Oddity.WRONG_KIND, Oddity.NO_ROLE, Oddity.OBJECT_ARGUMENTS)) {
            // These oddities may be errors: the reader decides, and names the field.
            OpenAiRequestReader.conversation(scan);
        }
        ChatRequest request =
                ChatRequest.decoded(
                        model,
                        ChatRequest.Form.CHAT,
                        scan.flag("stream").orElse(false),
                        scan.slashed(),
                        () -> OpenAiRequestReader.conversation(scan),
                        new BodySource(scan, Dialect.OPENAI));
        return new Incoming.Chat(request, agents);
    }

    /** Returns the commands that a body asks for beside its text. */
    static List<String> agents(BodyScan scan) {
        List<String> agents = new ArrayList<>();
        if (scan.value(OpenAiFields.AGENTS).orElse(null) instanceof Json.Arr(List<Json> items)) {
            for (int i = 0; i < items.size(); i++) {
                if (!(items.get(i) instanceof Json.Str(String command))) {
                    throw Invalid.value(
                            "agents[" + i + "]",
                            items.get(i),
                            "a command such as \"rag(k=5)\" or its name");
                }
                agents.add(command);
            }
        }
        return agents;
    }

    @Override
    public StreamEncoder streamEncoder(Incoming.Chat incoming, ReplyHead head) {
        ChatRequest request = incoming.request();
        return new OpenAiStreamEncoder(request.model(), head, usageWanted(request));
    }

    /**
     * Returns true if the client wants the usage. It reads the body's bytes, so that a request need
     * not be decoded for it.
     */
    private static boolean usageWanted(ChatRequest request) {
        Source source = request.source().orElse(null);
        if (source instanceof BodySource(BodyScan scan, Dialect dialect)
                && dialect.equals(Dialect.OPENAI)) {
            return scan.value("stream_options").orElse(null) instanceof Json.Obj options
                    && options.get("include_usage").equals(Optional.of(Json.of(true)));
        }
        return request.settings().usageInStream();
    }

    @Override
    public byte[] whole(Incoming.Chat incoming, ReplyHead head, List<ReplyEvent> events) {
        List<ReplyEvent> reply =
                events.stream().filter(event -> !(event instanceof ReplyEvent.Progress)).toList();
        Optional<Frame> whole = WholeReply.frame(reply, Dialect.OPENAI);
        if (whole.isEmpty()) {
            return OpenAiReplyWriter.built(incoming.request().model(), head, WholeReply.of(reply));
        }
        Frame frame = whole.get();
        boolean unedited =
                reply.size() == frame.events()
                        && reply.stream().allMatch(event -> event.frame() == frame);
        // A side channel has no frame: a reply with one has more events than its frame.
        return unedited
                ? frame.bytes()
                : OpenAiReplyWriter.edited(frame.bytes(), WholeReply.of(reply));
    }
}
