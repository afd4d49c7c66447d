package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.SliceSource;
import dev.chasqui.domain.chat.ChatRequest.Form;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.json.reading.JsonKind;

import java.time.InstantSource;

/** The operation {@code POST /api/chat}. */
public final class OllamaChat extends OllamaOperation {

    /**
     * @param clock the source of the time of each piece of a reply, and of durations that a backend
     *     does not report
     */
    public OllamaChat(InstantSource clock) {
        super(OllamaPath.CHAT, clock);
    }

    @Override
    void checkTypes(BodyScan scan) {
        scan.expect("messages", JsonKind.ARRAY);
        scan.expect("tools", JsonKind.ARRAY);
        for (int i = 0; i < scan.messages().size(); i++) {
            BodyScan.Range message = scan.messages().get(i);
            if (message.kind() != JsonKind.OBJECT) {
                throw Invalid.value("messages[" + i + "]", scan.body(), message, "an object");
            }
        }
    }

    @Override
    boolean hasNoInput(BodyScan scan) {
        return scan.messages().isEmpty();
    }

    @Override
    Form form(BodyScan scan) {
        return Form.CHAT;
    }

    @Override
    boolean mayHoldCommands(Form form, BodyScan scan) {
        return scan.slashed();
    }

    @Override
    Conversation conversation(BodyScan scan) {
        return OllamaRequestReader.chat(
                object(scan), i -> SliceSource.of(scan, scan.messages().get(i), Dialect.OLLAMA));
    }
}
