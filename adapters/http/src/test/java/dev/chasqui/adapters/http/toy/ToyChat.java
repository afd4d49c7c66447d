package dev.chasqui.adapters.http.toy;

import dev.chasqui.adapters.dialects.ClientCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.adapters.dialects.reply.WholeReply;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.ReplyEvent;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A codec that takes {@code {"ask":"…","of":"MODEL","lines":true}} and answers {@code
 * {"answer":"…"}}.
 */
final class ToyChat implements ClientCodec {

    @Override
    public Incoming decode(byte[] body) {
        Json.Obj asked = (Json.Obj) JsonReader.readRequest(body, 0, body.length);
        return new Incoming.Chat(
                ChatRequest.of(
                        text(asked, "of"),
                        asked.get("lines").equals(Optional.of(Json.of(true))),
                        Conversation.of(List.of(Message.of(Role.USER, text(asked, "ask"))))),
                List.of());
    }

    private static String text(Json.Obj asked, String name) {
        return asked.text(name)
                .orElseThrow(
                        () ->
                                new FailureException(
                                        new Failure.Invalid(name, name + " is missing")));
    }

    @Override
    public StreamEncoder streamEncoder(Incoming.Chat incoming, ReplyHead head) {
        return new Lines();
    }

    @Override
    public byte[] whole(Incoming.Chat incoming, ReplyHead head, List<ReplyEvent> events) {
        return Json.Obj.EMPTY.with("answer", Json.of(WholeReply.of(events).text())).toBytes();
    }

    /**
     * An encoder of one line for each piece of text; the last line tells if the text is complete.
     */
    private static final class Lines implements StreamEncoder {
        @Override
        public String contentType() {
            return "text/plain; charset=utf-8";
        }

        @Override
        public byte[] encode(ReplyEvent event) {
            return event instanceof ReplyEvent.Text text ? line("> " + text.text()) : new byte[0];
        }

        @Override
        public byte[] end() {
            return line("whole");
        }

        @Override
        public byte[] failure(Failure failure) {
            return line("broken: " + failure.code());
        }

        @Override
        public byte[] keepAlive() {
            return new byte[0];
        }

        private static byte[] line(String text) {
            return (text + "\n").getBytes(StandardCharsets.UTF_8);
        }
    }
}
