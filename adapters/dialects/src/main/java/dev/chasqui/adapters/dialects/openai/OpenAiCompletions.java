package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.ClientCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.adapters.dialects.reply.WholeReply;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonKind;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The operation {@code POST /v1/completions} for prompts that begin with a command: the prompt is
 * the message of a chat, and the reply has the form of a completion. Stateless.
 */
final class OpenAiCompletions implements ClientCodec {
    private static final String PROMPT = "prompt";

    /** Returns the prompt of a body; empty if it has none, or a list of them. */
    static Optional<String> prompt(byte[] body) {
        BodyScan scan = BodyScan.of(body);
        BodyScan.Range prompt = scan.present(PROMPT);
        return prompt != null && prompt.kind() == JsonKind.STRING && scan.slashed(PROMPT)
                ? scan.text(PROMPT)
                : Optional.empty();
    }

    @Override
    public Incoming.Chat decode(byte[] body) {
        BodyScan scan = BodyScan.of(body);
        OpenAiFields.checkKinds(scan);
        String model = scan.text("model").orElse("");
        if (model.isBlank()) {
            throw scan.wrong("model", "the name of a model");
        }
        Members members = Members.of("", JsonReader.readRequest(body, 0, body.length));
        Set<String> read = new HashSet<>(OpenAiFields.KNOWN);
        read.add(PROMPT);
        read.addAll(CompletionSource.WITHOUT_MEANING);
        Conversation conversation =
                new Conversation(
                        List.of(Message.of(Role.USER, members.requiredText(PROMPT))),
                        List.of(),
                        OpenAiSettings.read(members),
                        Map.of(),
                        members.except(read));
        return new Incoming.Chat(
                ChatRequest.decoded(
                        model,
                        ChatRequest.Form.CHAT,
                        scan.flag("stream").orElse(false),
                        true,
                        () -> conversation,
                        new CompletionSource(scan)),
                OpenAiChat.agents(scan));
    }

    @Override
    public StreamEncoder streamEncoder(Incoming.Chat incoming, ReplyHead head) {
        ChatRequest request = incoming.request();
        return new OpenAiCompletionEncoder(
                head(request.model(), head), request.settings().usageInStream());
    }

    @Override
    public byte[] whole(Incoming.Chat incoming, ReplyHead head, List<ReplyEvent> events) {
        WholeReply reply = WholeReply.of(events);
        String finish = OpenAiReplyWriter.finish(reply.finish().orElse(FinishReason.STOP), false);
        Json.Obj body =
                head(incoming.request().model(), head)
                        .with("choices", choices(reply.text(), Json.of(finish)));
        Json.Obj used = reply.usage().map(usage -> OpenAiUsage.put(body, usage)).orElse(body);
        return reply.sideChannels().addTo(used).toBytes();
    }

    /** Returns the members that the whole reply and each chunk begin with. */
    private static Json.Obj head(String model, ReplyHead head) {
        return Json.Obj.EMPTY
                .with("id", Json.of("cmpl-" + head.id()))
                .with("object", Json.of("text_completion"))
                .with("created", Json.of(head.createdAt().getEpochSecond()))
                .with("model", Json.of(model));
    }

    /** Returns the one choice of a reply or of a chunk. */
    static Json choices(String text, Json finish) {
        List<Json> choices = new ArrayList<>();
        choices.add(
                Json.Obj.EMPTY
                        .with("text", Json.of(text))
                        .with("index", Json.of(0))
                        .with("logprobs", Json.Null.NULL)
                        .with("finish_reason", finish));
        return new Json.Arr(choices);
    }
}
